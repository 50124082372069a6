"""Files that the user gives: knowledge, checklist and SOAP headers, and how they go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sf1472.errors import DataError, KitError
from sf1472_conformance.checklist import checklist, template
from sf1472_conformance.connection import read_headers
from sf1472_conformance.knowledge import Expectation, load_knowledge

from .calling import served
from .citizens import KNOWLEDGE
from .defects import defective
from .test_command import CPR, WHO, conform

KNOWN = KNOWLEDGE[0]
TOML = f"""
[[viden]]
borger = "{KNOWN.borger}"
spoerger = "kommune"
hjemmel = "p11a_stk2"
vises = ["{KNOWN.vises[0]}"]
"""
YAML = f"""
viden:
  - borger: "{KNOWN.borger}"
    spoerger: kommune
    hjemmel: p11a_stk2
    vises: ["{KNOWN.vises[0]}"]
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A defective provider's address."""
    with served(defective("SkipsUnknownElements")) as url:
        yield url


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file of the user's."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize(("name", "text"), [("viden.toml", TOML), ("viden.yaml", YAML)])
def test_knowledge_is_toml_or_yaml(
    written: Callable[[str, str], Path], name: str, text: str
) -> None:
    """Both say the same."""
    expected = Expectation(KNOWN.borger, "kommune", "p11a_stk2", KNOWN.vises)
    assert load_knowledge(written(name, text)) == (expected,)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("viden.toml", "[[viden]", "hverken gyldig TOML"),
        ("viden.yaml", "viden: [", "hverken gyldig TOML"),
        ("viden.toml", "[[viden]]\nborger = '1'", "skrives anderledes"),
        ("viden.toml", TOML + "ukendt = 1", "skrives anderledes"),
    ],
    ids=["toml", "yaml", "missing", "unknown"],
)
def test_wrong_knowledge_is_refused(
    written: Callable[[str, str], Path], name: str, text: str, problem: str
) -> None:
    """With what is wrong."""
    with pytest.raises(DataError, match=problem):
        load_knowledge(written(name, text))


def test_the_template_is_a_checklist(written: Callable[[str, str], Path]) -> None:
    """Every question is in it, unanswered, and an answer is read back."""
    text = template().replace('svar = ""', 'svar = "ja"', 1)
    answered = checklist(written("tjek.toml", text))
    assert [item.reply.svar for item in answered] == ["ja"] + [""] * (len(answered) - 1)
    assert all(item.question.da in text for item in answered)


@pytest.mark.parametrize(
    "text", ["[findes_ikke]\nsvar = 'ja'", "[sla]\nsvar = 'måske'", "[sla"], ids=str
)
def test_a_wrong_checklist_is_refused(written: Callable[[str, str], Path], text: str) -> None:
    """Unknown questions and words are named."""
    with pytest.raises(DataError):
        checklist(written("tjek.toml", text))


def test_headers_are_xml(written: Callable[[str, str], Path]) -> None:
    """One block or several, without the declaration."""
    text = "<?xml version='1.0'?>\n<a xmlns='urn:a'/><b xmlns='urn:b'/>"
    assert read_headers(written("h.xml", text)) == "<a xmlns='urn:a'/><b xmlns='urn:b'/>"
    with pytest.raises(KitError, match="kan ikke læses"):
        read_headers(written("h.xml", "<a>"))


def test_all_of_it_on_the_command_line(
    address: str,
    tmp_path: Path,
    written: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Knowledge is judged, the checklist shown, and the failure sent again by its id."""
    hidden = TOML.replace("vises =", "vises_ikke =").replace(KNOWN.vises[0], KNOWN.vises_ikke[0])
    words = [
        *("provider", "--url", address, "--report", str(tmp_path / "r"), *WHO, *CPR),
        *("--rule", "P-VIDEN-*", "--rule", "P-FEJL-7", "--workers", "1"),
        *("--knowledge", str(written("viden.toml", TOML + hidden))),
        *("--checklist", str(written("tjek.yaml", "sla: {svar: nej, af: drift}"))),
        *("--soap-headers", str(written("h.xml", "<a xmlns='urn:a'/>"))),
    ]
    assert conform(*words) == 1
    report = json.loads((tmp_path / "r" / "rapport.json").read_bytes())
    outcomes = {rule["id"]: rule["outcome"] for rule in report["rules"]}
    assert outcomes["P-VIDEN-1"] == outcomes["P-VIDEN-2"] == "pass"
    assert {item["id"]: item["reply"]["svar"] for item in report["checklist"]}["sla"] == "nej"
    assert "drift" in (tmp_path / "r" / "rapport.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert conform("replay", "P-FEJL-7", "--report", str(tmp_path / "r")) == 0
    assert "HTTP 200: samme svar som i rapporten" in capsys.readouterr().out


def test_the_command_line_lists(capsys: pytest.CaptureFixture[str]) -> None:
    """The empty checklist, the table, and the rules on consumers by themselves."""
    assert conform("checklist") == 0
    assert capsys.readouterr().out == template()
    assert conform("rules", "--markdown") == 0
    assert capsys.readouterr().out.startswith("# Sporbarhed")
    assert conform("rules", "--json", "--role", "consumer") == 0
    assert {rule["id"][0] for rule in json.loads(capsys.readouterr().out)} == {"C"}
