"""From the report's page to a failure seen again: its commands, copied as they stand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sf1472_conformance.messages.masking import Masker
from sf1472_conformance.report.jsonfile import read_json
from sf1472_conformance.report.structure import JudgedRule
from sf1472_conformance.verdict.result import RuleOutcome

from ..citizens import CITIZENS
from ..provider.defects import defective
from ..served import served
from .test_command import CPR, WHO, conform

# the folder that a person has on PATH who has activated the kit's environment
PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
BROKEN = ("P-FEJL-7", "P-HTTP-1", "P-HTTP-2")  # the last one in a call without a message


class Commands(HTMLParser):
    """Collects what a reader would copy: the commands of each rule's card, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[str, list[str]] = {}
        self._rule = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whose card it is, and where a command begins."""
        known = dict(attrs)
        if tag == "article":
            self._rule = known.get("id") or ""
        if (tag, known.get("class")) == ("pre", "curl"):
            self._inside = True
            self.of.setdefault(self._rule, []).append("")

    def handle_endtag(self, tag: str) -> None:
        """A command ends with its block."""
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        """Keep the command's text."""
        if self._inside:
            self.of[self._rule][-1] += data


@pytest.fixture(scope="module", params=["da", "en"])
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The report's folder, in both languages, while the provider is still running."""
    folder = tmp_path_factory.mktemp("hos en nybegynder") / "rapport"
    chosen = [word for rule in BROKEN for word in ("--rule", rule)]
    with served(defective("SkipsUnknownElements", "TakesAnyMediaType", "AnswersGet")) as url:
        words = ["--report", str(folder), "--lang", request.param, *chosen, *WHO, *CPR]
        assert conform("provider", "--url", url, *words) == 1
        yield folder


def copied(folder: Path) -> dict[str, list[str]]:
    """Return the page's commands by rule."""
    page = Commands()
    page.feed((folder / "rapport.html").read_text(encoding="utf-8"))
    return {rule: page.of[rule] for rule in BROKEN}


def pasted(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a terminal in `folder` would."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={"PATH": PATH},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def failed(folder: Path) -> dict[str, JudgedRule]:
    """Return the report's broken rules by id."""
    rules = read_json((folder / "rapport.json").read_bytes()).rules
    return {rule.id: rule for rule in rules if rule.outcome is RuleOutcome.FAIL}


@pytest.mark.parametrize("rule", BROKEN)
def test_the_kits_command_sees_the_failure_again(report: Path, rule: str) -> None:
    """It ends with 0 and says so, in the page's language, and masked."""
    (command,) = [text for text in copied(report)[rule] if text.startswith("sf1472 ")]
    done = pasted(command, report)
    assert done.returncode == 0, done.stdout + done.stderr
    same = {": samme svar som i rapporten", ": the same answer as in the report"}
    assert sum(done.stdout.count(words) for words in same) == len(failed(report)[rule].evidence)
    assert not any(cpr in done.stdout for cpr in CITIZENS)


@pytest.mark.parametrize("rule", BROKEN)
def test_the_curl_commands_see_the_failure_again(report: Path, rule: str) -> None:
    """Each gives the answer that the report shows, byte for byte but for the mask."""
    commands = [text for text in copied(report)[rule] if text.startswith("curl ")]
    evidence = failed(report)[rule].evidence
    assert len(commands) == len(evidence) > 0
    for command, item in zip(commands, evidence, strict=True):
        done = pasted(command, report)
        assert done.returncode == 0, done.stderr
        head, _, body = done.stdout.partition("\n\n")
        assert head.startswith(f"HTTP/1.1 {item.status} ")
        assert Masker(CITIZENS)(body) == item.response.partition("\n\n")[2]


def test_the_page_says_where_to_stand(report: Path) -> None:
    """Before the first command; elsewhere the kit says what is missing."""
    page = (report / "rapport.html").read_text(encoding="utf-8")
    where = max(page.find("(rapport.html) ligger"), page.find("(rapport.html) lies"))
    assert 0 < where < page.index('class="curl"')
    command = copied(report)[BROKEN[0]][-1]
    done = pasted(command, report.parent)
    assert done.returncode == 2
    assert "angiv rapportens mappe med --report" in done.stderr
