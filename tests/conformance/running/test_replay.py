"""Calls sent again: whether what comes is what the report holds, and what differs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472.masking import MASK
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.terminal.replayed import MOST_LINES, print_replayed
from sf1472_conformance.report.writing import write_reports
from sf1472_conformance.running.replaying import find_rule, replay

from ..calling.papers import Papers
from ..citizens import CITIZENS
from ..provider.changing import (
    BREAKS_OFF,
    HIDES_THE_CITIZEN,
    LONG,
    OTHER_IDS,
    SKIPS,
    STAMPED,
    VERBOSE,
    Changing,
)
from ..provider.defects import DEFECTS
from ..provider.unusual import UNUSUAL
from ..served import plan, served
from ..stubbed import Modifier, Stubbed
from .test_command import conform

RULE = "P-FEJL-7"


@pytest.fixture(scope="module")
def provider() -> Changing:
    """The provider that changes."""
    return Changing()


@pytest.fixture(scope="module")
def address(provider: Changing) -> Iterator[str]:
    """Its address."""
    with served(provider) as url:
        yield url


Judged = Callable[..., Run]
Modifiers = tuple[Modifier, ...]


@pytest.fixture
def reported(
    provider: Changing, address: str, settings: Settings, contract: Contract, tmp_path: Path
) -> Judged:
    """Judge the stub with modifiers by one rule, and write the report to `tmp_path`."""

    def report(modifiers: Modifiers, rule: str = RULE, url: str = address) -> Run:
        provider.now = Stubbed(*modifiers)
        run = judge(plan(url, settings, contract, selection=Selection(rules=(rule,))))
        assert run.report.outcomes["fail"] == 1
        write_reports(run, tmp_path)
        return run

    return report


def again(folder: Path, lang: str = "da", rule: str = RULE) -> int:
    """Send the rule's calls again from the command line, and return the exit code."""
    return conform("replay", rule, "--report", str(folder), "--lang", lang)


def test_the_stored_bytes_are_sent(reported: Judged, tmp_path: Path) -> None:
    """What was sent the first time, from the report's folder alone."""
    run = reported(SKIPS)
    (replayed,) = replay(tmp_path, find_rule(tmp_path, RULE.lower()))
    assert replayed.same
    assert replayed.difference == ()
    assert replayed.exchange.call.body == next(iter(run.attachments.values()))


@pytest.mark.parametrize("modifiers", [STAMPED, LONG], ids=["whole", "cut"])
def test_a_header_with_a_time_is_no_other_answer(
    reported: Judged, tmp_path: Path, modifiers: Modifiers
) -> None:
    """What stands there is the transport's, and new each time."""
    reported(modifiers)
    (replayed,) = replay(tmp_path, find_rule(tmp_path, RULE))
    assert replayed.response != replayed.evidence.response
    assert replayed.same
    assert replayed.difference == ()


def test_a_telling_silence_is_heard_again(reported: Judged, tmp_path: Path) -> None:
    """The place that tells is named, and a new header is no other answer."""
    notices = DEFECTS["NoticesWhomItHides"].modifiers
    run = reported((*UNUSUAL["StampsItsHeader"], *notices), "P-TAVS-1")
    rule = next(rule for rule in run.report.rules if rule.id == "P-TAVS-1")
    assert rule.evidence[0].xpath
    assert rule.evidence[0].expected != rule.evidence[0].found
    assert all(replayed.same for replayed in replay(tmp_path, find_rule(tmp_path, "P-TAVS-1")))


@pytest.mark.parametrize("name", ["NamesTheCitizenInUtf16", "RefersToTheNumber", "SpacesTheNumber"])
def test_reports_and_replies_are_masked_as_written(
    reported: Judged, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Every file is masked, and so is what is shown of the answer to the call sent again."""
    reported(DEFECTS[name].modifiers, "P-MIN-4")
    assert again(tmp_path, rule="P-MIN-4") == 0
    shown = capsys.readouterr().out
    assert MASK in shown
    files = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.is_file()]
    for text in (shown, *files):
        assert not any(cpr in re.sub(r"[-\s\0]", "", unescape(text)) for cpr in CITIZENS)


def test_what_cannot_be_sent_is_named(reported: Judged, tmp_path: Path) -> None:
    """A missing file, another rule, another folder."""
    reported(SKIPS)
    shutil.rmtree(tmp_path / "requests")
    with pytest.raises(KitError, match=rf"requests/{RULE}-1\.xml mangler"):
        list(replay(tmp_path, find_rule(tmp_path, RULE)))
    with pytest.raises(KitError, match="har ingen regel"):
        find_rule(tmp_path, "P-FEJL-6")
    with pytest.raises(KitError, match=r"ingen rapport\.json"):
        find_rule(tmp_path / "tom", RULE)


@pytest.mark.parametrize(
    ("then", "now", "code", "danish", "english"),
    [
        (
            SKIPS,
            SKIPS,
            0,
            "HTTP 200: samme svar som i rapporten",
            "HTTP 200: the same answer as in the report",
        ),
        (
            SKIPS,
            (),
            1,
            "HTTP 400: et andet svar end i rapporten (HTTP 200)",
            "HTTP 400: another answer than in the report (HTTP 200)",
        ),
        (
            SKIPS,
            OTHER_IDS,
            1,
            "HTTP 200: et andet svar end i rapporten (HTTP 200)",
            "HTTP 200: another answer than in the report (HTTP 200)",
        ),
        (
            SKIPS,
            BREAKS_OFF,
            1,
            "i rapporten kom der et (HTTP 200)",
            "in the report there was one (HTTP 200)",
        ),
        (
            BREAKS_OFF,
            BREAKS_OFF,
            0,
            "Intet svar, ligesom i rapporten",
            "No answer, as in the report",
        ),
        (
            BREAKS_OFF,
            SKIPS,
            1,
            "HTTP 200: et svar, men i rapporten kom der intet",
            "HTTP 200: an answer, but in the report there was none",
        ),
    ],
)
def test_the_answer_is_compared_with_the_reports(
    reported: Judged,
    provider: Changing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    then: Modifiers,
    now: Modifiers,
    code: int,
    danish: str,
    english: str,
) -> None:
    """0 when the failure is seen again, 1 when something else is, in both languages."""
    reported(then)
    provider.now = Stubbed(*now)
    for lang, said in (("da", danish), ("en", english)):
        capsys.readouterr()
        assert again(tmp_path, lang) == code
        assert said in capsys.readouterr().out


def test_what_differs_is_shown(
    reported: Judged,
    provider: Changing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only the elements that differ are shown, though the whole answer stands in one line."""
    reported(SKIPS)
    provider.now = Stubbed(*OTHER_IDS)
    (replayed,) = replay(tmp_path, find_rule(tmp_path, RULE))
    changed = [line for line in replayed.difference if line[0] in "+-"]
    assert [line[0] for line in changed] == ["-", "+"]
    assert all("TransaktionsId" in line for line in changed)
    assert "en-anden" in changed[1]
    again(tmp_path)
    shown = capsys.readouterr().out
    assert "Forskellen (- i rapporten, + nu):" in shown
    assert all(line in shown for line in changed)


def test_a_long_difference_is_cut(reported: Judged, provider: Changing, tmp_path: Path) -> None:
    """It is said how much was left out."""
    reported(SKIPS)
    provider.now = Stubbed(*VERBOSE)
    (replayed,) = replay(tmp_path, find_rule(tmp_path, RULE))
    console = Console(file=StringIO(), width=100)
    print_replayed(replayed, "da", console)
    shown = console.file.getvalue()
    left_out = len(replayed.difference) - MOST_LINES
    assert left_out > 0
    assert f"… og {left_out} linjer til" in shown
    assert len(shown.splitlines()) < MOST_LINES + 10


def test_another_reason_for_no_answer_is_no_repetition(
    reported: Judged,
    provider: Changing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A provider that has been stopped has not broken off again."""
    with served(provider) as url:
        reported(BREAKS_OFF, url=url)
    assert again(tmp_path) == 1
    shown = capsys.readouterr().out
    assert "men af en anden grund (RemoteProtocolError" in shown
    assert "Kontrollér adressen, og at tjenesten kører." in shown


def test_what_is_shown_is_masked(
    reported: Judged,
    provider: Changing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The answer and the difference both."""
    reported(DEFECTS["NamesTheCitizen"].modifiers, "P-MIN-4")
    assert again(tmp_path, rule="P-MIN-4") == 0
    provider.now = Stubbed(*OTHER_IDS)
    assert again(tmp_path, rule="P-MIN-4") == 1
    shown = capsys.readouterr().out
    assert "Sag om ******-****" in shown
    assert not any(cpr in shown.replace("-", "") for cpr in CITIZENS)


def test_a_number_inside_another_is_masked_as_in_the_report(
    reported: Judged, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is asked about is known from the request, so the two texts are masked alike."""
    reported(HIDES_THE_CITIZEN, "P-MIN-4")
    assert again(tmp_path, rule="P-MIN-4") == 0
    assert "Sag om 99******-****99" in capsys.readouterr().out


def test_it_is_sent_as_the_options_say(
    contract: Contract, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes by TLS with the certificates; without them it is no repetition."""
    papers = Papers(tmp_path)
    given = msgspec.structs.replace(papers.one_pem(), headers="<a:A xmlns:a='urn:a'/>")
    with served(Stubbed(*SKIPS), papers.demanding()) as url:
        one = Selection(rules=(RULE,))
        write_reports(
            judge(plan(url, settings, contract, connection=given, selection=one)), tmp_path
        )
        (replayed,) = replay(tmp_path, find_rule(tmp_path, RULE), given)
        assert replayed.same
        assert replayed.exchange.call.body == (tmp_path / f"requests/{RULE}-1.xml").read_bytes()
        words = ["--ca", given.ca or "", "--cert", given.certificate or ""]
        assert conform("replay", RULE, "--report", str(tmp_path), *words) == 0
        assert again(tmp_path) == 1
    assert "ikke betroet" in capsys.readouterr().out
    page = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert "Udbyderen blev kaldt med --ca, --cert. Føj dem til kommandoerne" in page


def test_a_broken_kit_is_no_answer(
    reported: Judged,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends with 2, as a folder without a report does."""

    def breaks(*_: object) -> None:
        raise RuntimeError("i stykker")

    reported(SKIPS)
    assert again(tmp_path / "tom") == 2
    monkeypatch.setattr("sf1472_conformance.running.replaying.shown_response", breaks)
    assert again(tmp_path) == 2
    assert "i stykker" in capsys.readouterr().err
