"""The catalogue is whole: every rule has its check, every text its two languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import sf1472_conformance
from sf1472.contract import Contract
from sf1472.errors import DataError
from sf1472_conformance.catalogue import FILE, Basis, load_catalogue
from sf1472_conformance.texts import load_texts

KIT = Path(sf1472_conformance.__file__).parent
SOURCES = sorted(KIT.rglob("*.py"))
CODE = {file: ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}


def calls(name: str) -> list[str]:
    """Return the first argument of every call of `name` in the kit."""
    return [
        node.args[0].value
        for tree in CODE.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == name
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def test_every_rule_has_one_check_and_every_check_a_rule() -> None:
    """By id."""
    assert sorted(calls("rule")) == sorted(load_catalogue())


def test_every_rule_says_what_it_rests_on() -> None:
    """What is marked assumed says so, and what is not never leans on an assumption alone."""
    for rule in load_catalogue().values():
        assert rule.title.da
        assert rule.title.en
        assert rule.clause.da
        assert rule.clause.en
        assert rule.source
        assumed = rule.source.endswith(("antagelse", "Sædvane"))
        assert not assumed or rule.basis is Basis.ANTAGET, rule.id


def test_every_verdict_has_its_text() -> None:
    """Keys in the code and in the file are the same."""
    used = {
        key for kind in ("Fails", "NotApplicable", "NotRun", "Inconclusive") for key in calls(kind)
    }
    own = {"kit_error", "not_reached", "steps_shown", "decision_shown"}  # passed on as values
    assert used | own == set(load_texts()["reason"])


def test_both_languages_have_the_same_blanks() -> None:
    """And neither is empty."""
    for section in load_texts().values():
        for key, wording in section.items():
            assert wording.da, key
            assert wording.en, key
            da = {name for _, name, _, _ in Formatter().parse(wording.da) if name}
            en = {name for _, name, _, _ in Formatter().parse(wording.en) if name}
            assert da == en, key


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "P-WSDL-2"', 'id = "P-WSDL-1"', "bruges af to regler"),
        ('id = "P-WSDL-2"', 'id = "WSDL 2"', "skrives som P-SOAP-1"),
        ('basis = "lov"', 'basis = "mavefornemmelse"', "P-MIN-1"),
        ("[[rule]]", "[[rule]", "TOML"),
    ],
    ids=["same-id-twice", "odd-id", "odd-basis", "no-toml"],
)
def test_a_wrong_catalogue_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """With a text that names the rule."""
    file = tmp_path / "rules.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        load_catalogue(file)


def test_the_kit_judges_on_its_own() -> None:
    """It never imports the stub or the stub's reading of the law."""
    modules = {
        name
        for tree in CODE.values()
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    own = {name for name in modules if name.startswith("sf1472") and "conformance" not in name}
    assert own <= {
        "sf1472",
        "sf1472.contract",
        "sf1472.errors",
        "sf1472.message",
        "sf1472.resources",
        "sf1472.universe",
    }


def test_no_name_of_the_contract_stands_in_the_code(contract: Contract) -> None:
    """Namespaces, elements and the soapAction come from the contract."""
    profile, service = contract.profile, contract.service
    elements = {step.rpartition("}")[2] for step in _steps((*profile.request, *profile.answer))}
    roots = {root.rpartition("}")[2] for root in (service.request_root, service.answer_root)}
    names = {*profile.namespaces.values(), *elements, *roots, service.soap_action}
    names -= {"Fejl", "Advis"}  # everyday words, too
    for file in SOURCES:
        words = set(re.findall(r"""["'{}](\S+?)["'{}]""", file.read_text(encoding="utf-8")))
        assert not words & names, file


def _steps(fields: tuple[object, ...]) -> set[str]:
    found: set[str] = set()
    for item in fields:
        found |= set(item.path)  # type: ignore[attr-defined]
        found |= _steps(getattr(item, "fields", ()))
    return found
