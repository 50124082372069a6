"""Runs: workers, profiles, selection, limits, and what failed as SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472.timing import Timing
from sf1472_conformance.calling.transport import (
    Exchange,
    HttpCall,
    HttpResponse,
    LimitedTransport,
    TimeIsUpError,
)
from sf1472_conformance.catalogue import Role, RuleProfile, load_catalogue
from sf1472_conformance.consumer.judging import judge_journal
from sf1472_conformance.messages import soap
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge, judge_through
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.writing import write_reports
from sf1472_conformance.verdict.result import RuleOutcome

from ..served import plan, served
from ..stubbed import URL, Stubbed
from .defects import defective

Judge = Callable[..., Run]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A defective provider's address."""
    with served(defective("SkipsUnknownElements")) as url:
        yield url


def timeless(run: Run) -> object:
    """Return a run's JSON without its times."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            times = {"started", "seconds", "milliseconds"}
            return {key: bare(item) for key, item in value.items() if key not in times}
        return [bare(item) for item in value] if isinstance(value, list) else value

    return bare(json.loads(msgspec.json.encode(run.report)))


def test_any_number_of_workers_gives_the_same_verdict(
    address: str, settings: Settings, contract: Contract
) -> None:
    """The JSON is the same, too, but for times, and so are the requests."""
    one, two, four = (judge(plan(address, settings, contract), n) for n in (1, 2, 4))
    assert timeless(one) == timeless(two) == timeless(four)
    assert one.attachments == two.attachments == four.attachments
    assert {r.id for r in one.report.rules if r.outcome is RuleOutcome.FAIL} == {"P-FEJL-7"}


@pytest.mark.parametrize("profile", list(RuleProfile))
def test_a_profile_runs_its_rules(judged: Judge, profile: RuleProfile) -> None:
    """They are exactly those that the catalogue gives it, and all of them pass."""
    report = judged(selection=Selection(profile)).report
    rules = load_catalogue().of(Role.PROVIDER).values()
    assert {rule.id for rule in report.rules} == {r.id for r in rules if r.within(profile)}
    assert report.passed == report.total
    assert report.profile is profile


def test_production_gets_good_messages_only(contract: Contract, settings: Settings) -> None:
    """Under `drift` each message is valid, sent with POST, and everything else is a GET."""
    sent: list[HttpCall] = []

    class Recording(Stubbed):
        def send(self, call: HttpCall) -> Exchange:
            sent.append(call)
            return super().send(call)

    judge_through(Recording(), settings, contract, Selection(RuleProfile.DRIFT))
    assert {call.method for call in sent} == {"GET", "POST"}
    for call in sent:
        if call.method == "POST":
            (body,) = soap.read(call.body).children
            assert contract.schema.is_valid(soap.parse(etree.tostring(body)))


def test_rules_are_chosen_by_id_pattern_and_keyword(judged: Judge) -> None:
    """What was not chosen is not in the report."""
    by_id = judged(selection=Selection(rules=("p-wsa-*", "P-HTTP-3"))).report
    assert {rule.id for rule in by_id.rules} == {"P-WSA-1", "P-WSA-2", "P-WSA-3", "P-HTTP-3"}
    by_word = judged(selection=Selection(keyword="test_put")).report
    assert [rule.id for rule in by_word.rules] == ["P-HTTP-3"]
    left_out = judged(selection=Selection(rules=("P-WSA-*",), keyword="not P-WSA-2")).report
    assert [rule.id for rule in left_out.rules] == ["P-WSA-1", "P-WSA-3"]
    with pytest.raises(KitError, match="Ingen regel hedder"):
        judged(selection=Selection(rules=("P-FINDES-1",)))


@pytest.mark.parametrize(
    "selection",
    [
        Selection(RuleProfile.GRUND, ("C-HJEM-3",), role=Role.CONSUMER),
        Selection(keyword="finnesikke", role=Role.CONSUMER),
    ],
    ids=["profile", "keyword"],
)
def test_a_consumer_is_not_judged_by_nothing(contract: Contract, selection: Selection) -> None:
    """A choice that leaves no rule is refused, as it is for a provider."""
    with pytest.raises(KitError, match="Ingen regel er valgt"):
        judge_journal((), contract, selection=selection)


def test_calls_keep_to_the_rate() -> None:
    """Each call waits for its turn, and none is made when the time is up."""
    waited: list[float] = []

    class Clock(Timing):
        def now(self) -> datetime:
            return datetime.fromtimestamp(100 + sum(waited), timezone.utc)

        def sleep(self, seconds: float) -> None:
            waited.append(seconds)

    class Quick:
        def send(self, call: HttpCall) -> Exchange:
            return Exchange(call, HttpResponse(200, (), b""), "", 0.0)

    inner: Any = Quick()
    transport = LimitedTransport(inner, 2.0, 101.2, Clock())
    for _ in range(3):
        transport.send(HttpCall("GET", "u"))
    assert waited == [0.5, 0.5]
    with pytest.raises(TimeIsUpError):
        transport.send(HttpCall("GET", "u"))


def test_what_the_time_does_not_reach_is_not_run(contract: Contract, settings: Settings) -> None:
    """The report has the rule and its reason, and exit code 2."""

    class Ends(Stubbed):
        def send(self, call: HttpCall) -> Exchange:
            if call.method == "GET" and call.url == URL:
                raise TimeIsUpError
            return super().send(call)

    report = judge_through(Ends(), settings, contract).report
    assert [r.id for r in report.rules if r.outcome is RuleOutcome.NOT_RUN] == ["P-HTTP-2"]
    assert report.exit_code == 2


def test_sarif_names_what_failed(
    address: str, settings: Settings, contract: Contract, tmp_path: Path
) -> None:
    """Each broken rule is a result that points at its request."""
    run = judge(plan(address, settings, contract, selection=Selection(rules=("P-FEJL-*",))))
    sarif = json.loads(write_reports(run, tmp_path).sarif.read_bytes())["runs"][0]
    (result,) = sarif["results"]
    assert result["ruleId"] == "P-FEJL-7"
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (tmp_path / uri).is_file()
    assert len(sarif["tool"]["driver"]["rules"]) == run.report.total
