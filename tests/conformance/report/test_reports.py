"""Reports: well-formed, self-contained, masked, in both languages, and reproducible."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from lxml import etree
from rich.console import Console

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472_conformance.calling.transport import Exchange, HttpCall
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.asking import plain_request
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.report.jsonfile import read_json
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.terminal.verdict import print_report
from sf1472_conformance.report.writing import Written, write_reports
from sf1472_conformance.verdict.result import RuleOutcome

from ..citizens import CITIZENS
from ..provider.defects import defective
from ..provider.unusual import TAKES_12_ONLY
from ..stubbed import Stubbed

Judge = Callable[..., Run]
LEAKY = ("NamesTheCitizen", "QuotesTheMessageInFaults", "KnowsNoSectors")


@pytest.fixture(scope="module")
def run(judged: Judge) -> Run:
    """A run against what breaks several rules, and spreads CPR numbers."""
    return judged(transport=defective(*LEAKY))


@pytest.fixture(scope="module", params=["da", "en"])
def written(
    request: pytest.FixtureRequest, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    """The files of that run."""
    return write_reports(run, tmp_path_factory.mktemp("rapport"), request.param)


def test_json_comes_back_as_it_was(run: Run, written: Written) -> None:
    """The JSON is the report itself."""
    assert read_json(written.json.read_bytes()) == run.report


def test_junit_counts_what_the_report_says(run: Run, written: Written) -> None:
    """One case per rule; a failure carries its reason and the call."""
    root = etree.parse(str(written.junit)).getroot()
    assert len(root.findall("testsuite/testcase")) == run.report.total
    failures = root.findall("testsuite/testcase/failure")
    assert len(failures) == int(root.get("failures", "")) == run.report.outcomes["fail"]
    assert all("curl" in (failure.text or "") for failure in failures)


class Loads(HTMLParser):
    """Collects everything that a browser would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts, and attributes that load."""
        if tag in ("script", "link", "iframe", "object", "base"):
            self.found.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "data") or (
                name == "href" and not (value or "").startswith("#")
            ):
                self.found.append(f"{tag} {name}={value}")


def test_the_page_needs_nothing_else(written: Written) -> None:
    """No network, no script, no other file."""
    page = written.html.read_text(encoding="utf-8")
    loads = Loads()
    loads.feed(page)
    assert loads.found == []
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_nothing_personal_in_any_report(run: Run, written: Written) -> None:
    """Only the files with the raw requests hold the numbers asked about."""
    console = Console(file=StringIO(), width=400)
    print_report(run.report, "da", written.html, console)
    texts = [file.read_text(encoding="utf-8") for file in written]
    for text in (*texts, console.file.getvalue()):
        for cpr in CITIZENS:
            assert cpr not in text.replace("-", "")
    files = list((written.html.parent / "requests").iterdir())
    assert any(CITIZENS[0].encode() in file.read_bytes() for file in files)


def test_every_call_in_the_report_has_its_file(run: Run, written: Written) -> None:
    """The curl command names a file that is there and holds the request's own bytes."""
    for rule in run.report.rules:
        for item in rule.evidence:
            words = shlex.split(item.curl)
            if item.request_file is not None:
                assert f"@{item.request_file}" in words
                assert (written.html.parent / item.request_file).read_bytes().startswith(b"<?xml")


def test_texts_follow_the_language(run: Run, tmp_path: Path) -> None:
    """Danish by default, English where asked for."""
    danish = write_reports(run, tmp_path / "da").html.read_text(encoding="utf-8")
    english = write_reports(run, tmp_path / "en", "en").html.read_text(encoding="utf-8")
    assert '<html lang="da">' in danish
    assert "rekonstruktion efter offentlige kilder og ikke KOMBITs pakke" in danish
    assert "Krav bedømt" in danish
    assert '<html lang="en">' in english
    assert "reconstruction from public sources and not KOMBIT&#39;s package" in english
    assert not re.search(
        r"[æøåÆØÅ]", re.sub(r"<(pre|code|i)\b.*?</\1>", "", _prose(english), flags=re.DOTALL)
    )


def _prose(page: str) -> str:
    """Return the page without sources and evidence, which keep their own language."""
    page = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    return re.sub(r'<span class="source">.*?</span>', "", page, flags=re.DOTALL)


def test_an_earlier_run_leaves_no_requests_behind(judged: Judge, run: Run, tmp_path: Path) -> None:
    """A report folder is about one run."""
    write_reports(run, tmp_path)
    write_reports(judged(), tmp_path)
    assert list((tmp_path / "requests").iterdir()) == []


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """It is an error of the kit with a text, not a traceback."""
    (tmp_path / "fil").touch()
    with pytest.raises(KitError, match="kan ikke laves"):
        write_reports(run, tmp_path / "fil")


def test_the_two_numbers_stay_apart(judged: Judge) -> None:
    """Requirements judged of all there are, rules passed of those decided."""
    report = judged(TAKES_12_ONLY).report
    assert (report.decided, report.passed) == (report.total - 3, report.total - 3)
    console = Console(file=StringIO(), width=100)
    print_report(report, "da", None, console)
    shown = console.file.getvalue()
    assert 0 < report.covered < report.demanded
    assert f"Krav bedømt: {report.covered} af {report.demanded}" in shown
    assert f"Afgjorte regler bestået: {report.passed} af {report.decided}" in shown


def test_the_terminal_tells_a_warning_from_an_error(judged: Judge) -> None:
    """Both are broken rules; only the warning says what it is."""
    selection = Selection(rules=("P-HTTP-2", "P-HTTP-3"))
    report = judged(transport=defective("TakesPut", "AnswersGet"), selection=selection).report
    console = Console(file=StringIO(), width=100)
    print_report(report, "da", None, console)
    shown = console.file.getvalue()
    assert "✗ ikke bestået (advarsel) P-HTTP-3" in shown
    assert "✗ ikke bestået P-HTTP-2" in shown


def test_the_kits_own_fault_never_counts_against_the_provider(judged: Judge) -> None:
    """A check that breaks down ends as `error`, with exit code 2 when no rule is broken."""

    class Breaks(Stubbed):
        def send(self, call: HttpCall) -> Exchange:
            if call.method == "GET" and not call.url.endswith("wsdl"):
                raise RuntimeError("borger 0113901001")
            return super().send(call)

    report = judged(transport=Breaks()).report
    errors = [rule for rule in report.rules if rule.outcome is RuleOutcome.ERROR]
    assert {rule.id for rule in errors} >= {"P-HTTP-2"}
    assert report.outcomes["fail"] == 0
    assert report.exit_code == 2
    assert all("0113901001" not in rule.reason.da for rule in errors if rule.reason is not None)


def test_requests_of_a_run_are_stable(contract: Contract, settings: Settings) -> None:
    """The same question and seed give the same message, and another seed another one."""
    transport = Stubbed()
    one = Subject(settings, contract, transport)
    other = Subject(replace(settings, seed=2), contract, transport)
    assert plain_request(one) == plain_request(one)
    assert plain_request(one) != plain_request(one, mark="x")
    assert plain_request(one).transaktions_id != plain_request(other).transaktions_id
