"""The kill matrix of consumers: correct ones pass, each defect fails exactly what it declares.

Every consumer takes the whole exam; `..sampling` says which rules judge what it did there.
"""
# ruff: noqa: ARG002 - a consumer may not use what it is given

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sf1472_conformance.catalogue import Role, load_catalogue
from sf1472_conformance.consumer.situations import load_situations
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import RuleOutcome

from . import defects_kald, defects_min, defects_svar
from .anvender import ACTION, WSA, Answer, Anvender
from .conftest import held
from .register import DEFECTS

Judge = Callable[..., Run]
Judging = Callable[..., tuple[str, ...]]
RULES = load_catalogue().of(Role.CONSUMER)
MODULES = (defects_kald, defects_min, defects_svar)  # they fill the register


def ids(report: Report, *outcomes: RuleOutcome) -> set[str]:
    """Return the rules with these outcomes."""
    return {rule.id for rule in report.rules if rule.outcome in outcomes}


def test_the_correct_consumer_passes_every_rule(judged: Judge) -> None:
    """No rule is left open but the one on SOAP 1.1, which it does not speak."""
    report = judged(Anvender, large=True).report
    reasons = {
        rule.id: rule.reason for rule in report.rules if rule.outcome is not RuleOutcome.PASS
    }
    assert set(reasons) == {"C-HTTP-4"}, reasons
    assert report.exit_code == 0


class LooksAround(Anvender):
    """Before each message it sees whether the service is there, and reads how it is described."""

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Probe, then send."""
        for method, query in (
            *(("HEAD", ""), ("OPTIONS", ""), ("GET", "?wsdl"), ("HEAD", "?wsdl")),
            *(("GET", "?singleWsdl"), ("GET", "?XSD=xsd0"), ("GET", "?mex")),
        ):
            probe = {"Host": "stub", "Accept": "text/html", "Content-Length": "0"}
            self.net.call(method, f"{target}{query}", probe, b"", self.timeout)
        return super().send(target, headers, body)


def test_what_is_no_lookup_is_not_judged_as_one(judged: Judge) -> None:
    """Probes and reads of metadata trip no rule, and are not counted as calls."""
    plain, probing = judged(Anvender).report, judged(LooksAround).report
    outcomes = [{rule.id: rule.outcome for rule in report.rules} for report in (plain, probing)]
    assert outcomes[0] == outcomes[1]
    assert probing.consumer is not None
    assert probing.consumer == plain.consumer


class SpeaksPlainly(Anvender):
    """It does not address."""

    def header(self, citizen: str, message_id: str) -> str:
        """Write no block."""
        return ""

    def judge_relation(self, root: object, message_id: str) -> None:
        """There is none."""


class AddressesAsIn2004(Anvender):
    """It addresses by what came before the standard, wrongly at that."""

    def header(self, citizen: str, message_id: str) -> str:
        """Write the blocks in the old namespace."""
        blocks = super().header(citizen, "urn:uuid:altid-den-samme").replace(ACTION, "urn:anden")
        return blocks.replace(WSA, "http://schemas.xmlsoap.org/ws/2004/08/addressing")

    def judge_relation(self, root: object, message_id: str) -> None:
        """There is none."""


@pytest.mark.parametrize(
    ("kind", "says"), [(AddressesAsIn2004, "older than 1.0"), (SpeaksPlainly, "does not use")]
)
def test_why_addressing_is_not_judged(judged: Judge, kind: type[Anvender], says: str) -> None:
    """There is none, or it is not the standard's."""
    report = judged(kind, rules=("C-WSA-*",)).report
    assert ids(report, RuleOutcome.NOT_APPLICABLE) == {rule.id for rule in report.rules}
    assert all(rule.reason is not None and says in rule.reason.en for rule in report.rules)


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_fails_exactly_its_rules(judged: Judge, judging: Judging, name: str) -> None:
    """No other rule fails, and the kit never breaks down on it."""
    kind, expected = DEFECTS[name]
    rules = judging(name, expected, RULES)
    report = judged(kind, large="C-SVAR-6" in expected, rules=rules).report
    assert ids(report, RuleOutcome.FAIL) == expected
    assert ids(report, RuleOutcome.ERROR) == set()
    assert report.exit_code == 1


@pytest.mark.parametrize(
    "name", sorted(name for name, (_, rules) in DEFECTS.items() if "C-MIN" in str(rules))
)
def test_somebody_else_may_be_meant(judged: Judge, name: str) -> None:
    """What looks like a number where only a citizen's own is a breach leaves the rule open."""
    kind, rules = DEFECTS[name]

    class OfAnother(kind):  # type: ignore[misc, valid-type]
        """It writes another number in the same place."""

        def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
            number = re.findall(rb"PartCPRNummer>([0-9]{10})<", body)[0]
            other = body.replace(b"PartCPRNummer>" + number, b"PartCPRNummer>0113801001")
            answer: Answer = super().send(target, headers, other)
            return answer

    report = judged(OfAnother, rules=tuple(rules)).report
    assert ids(report, RuleOutcome.INCONCLUSIVE) == {r for r in rules if r.startswith("C-MIN")}


@pytest.mark.parametrize(
    "name", sorted(name for name, (_, rules) in DEFECTS.items() if "C-MIN" in str(rules))
)
def test_a_disguised_citizen_is_hidden_in_the_journal(name: str) -> None:
    """Wherever the number stood and however it was written."""
    ordinary = load_situations()["S-SVAR-1"]
    journal = b"".join(held(DEFECTS[name][0], (ordinary,))).decode()
    assert "******-****" in journal
    assert not re.search(r"011380(?:\W|%2D|%20|&#160;)*99", journal)
    assert "MDExMzgw" not in journal  # 011380 in base64
    assert "%30%31%31" not in journal


def test_every_rule_is_failed_by_some_defect() -> None:
    """A rule that nothing can fail proves nothing."""
    killed: set[str] = set().union(*(rules for _, rules in DEFECTS.values()))
    assert killed == set(RULES)
