"""Files that the user gives: knowledge, checklist and SOAP headers, and how they go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472.errors import DataError, KitError
from sf1472_conformance.calling.connection import read_headers
from sf1472_conformance.calling.transport import Exchange, HttpCall
from sf1472_conformance.catalogue.checklist import checklist, template
from sf1472_conformance.law.knowledge import Expectation, load_knowledge
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.verdict.result import RuleOutcome

from ..citizens import BOTH, ENDED, KNOWLEDGE
from ..provider.defects import defective
from ..running.test_command import CPR, WHO, conform
from ..served import served
from ..stubbed import Stubbed

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
    written: Callable[[str, str], Path], name: str, text: str, contract: Contract
) -> None:
    """Both say the same, and a UUID in capitals is the same case."""
    expected = Expectation(KNOWN.borger, "kommune", "p11a_stk2", KNOWN.vises)
    for wording in (text, text.replace(KNOWN.vises[0], KNOWN.vises[0].upper())):
        assert load_knowledge(written(name, wording), contract.profile) == (expected,)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("viden.toml", "[[viden]", "ikke gyldig TOML"),
        ("viden.yaml", "viden: [", "linje 1: er ikke gyldig YAML"),
        ("viden.toml", "[[viden]]\nborger = '1'", "skrives anderledes"),
        ("viden.toml", TOML + "ukendt = 1", "skrives anderledes"),
    ],
    ids=["toml", "yaml", "missing", "unknown"],
)
def test_wrong_knowledge_is_refused(
    written: Callable[[str, str], Path], name: str, text: str, problem: str, contract: Contract
) -> None:
    """The error says what is wrong."""
    with pytest.raises(DataError, match=problem):
        load_knowledge(written(name, text), contract.profile)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (KNOWN.borger, "011380-1016", "borger: et CPR-nummer skrives med ti cifre"),
        ('"kommune"', '"kommunen"', "spoerger: skal være kommune, anden_kommune, udk eller et CVR"),
        ("p11a_stk2", "stk2", "hjemmel: skal være en af p11, p11a_stk1, p11a_stk2"),
        (KNOWN.vises[0], "nope", "vises: et UUID skrives 8-4-4-4-12"),
        ("vises =", 'vises_ikke = ["1"]\nvises =', "vises_ikke: et UUID skrives 8-4-4-4-12"),
        ("vises =", f'vises_ikke = ["{KNOWN.vises[0].upper()}"]\nvises =', "også i vises"),
        (f'["{KNOWN.vises[0]}"]', "[]", "vises: posten siger intet"),
    ],
    ids=["cpr", "caller", "basis", "uuid", "hidden-uuid", "both", "nothing"],
)
def test_each_value_is_checked(
    written: Callable[[str, str], Path], right: str, wrong: str, problem: str, contract: Contract
) -> None:
    """The entry and the key are named with what is allowed, and no CPR number is repeated."""
    file = written("viden.toml", TOML + TOML.replace(right, wrong))
    with pytest.raises(DataError) as refused:
        load_knowledge(file, contract.profile)
    assert "viden nr. 2, " in str(refused.value)
    assert problem in str(refused.value)
    assert "1016" not in str(refused.value)
    assert KNOWN.borger not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("viden.yaml", 'viden:\n - borger: "0113801016\n   spoerger: udk\n'),
        ("viden.yaml", "viden:\n - borger: 1113801016\n"),
        ("viden.toml", "[[viden]]\nborger = 1113801016 x\n"),
    ],
    ids=["yaml", "number", "toml"],
)
def test_what_cannot_be_read_is_not_repeated(
    written: Callable[[str, str], Path], name: str, text: str, contract: Contract
) -> None:
    """It may hold CPR numbers."""
    with pytest.raises(DataError) as refused:
        load_knowledge(written(name, text), contract.profile)
    assert "13801016" not in str(refused.value)


def test_an_unanswered_question_leaves_the_others(judged: Callable[..., Run]) -> None:
    """What the second entry finds is found, though the first one has no usable answer."""

    class Unanswered(Stubbed):
        def send(self, call: HttpCall) -> Exchange:
            if f">{BOTH}<".encode() in call.body:
                return Exchange(call, None, "ReadTimeout", 1.0)
            return super().send(call)

    silent, told = KNOWLEDGE
    wrong = replace(told, vises=told.vises_ikke)
    for known, outcome in (
        ((silent, wrong), RuleOutcome.FAIL),
        ((silent, told), RuleOutcome.NOT_RUN),
    ):
        run = judged(
            transport=Unanswered(),
            selection=Selection(rules=("P-VIDEN-1",)),
            citizens=(ENDED,),
            knowledge=known,
        )
        assert [rule.outcome for rule in run.report.rules] == [outcome]


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
