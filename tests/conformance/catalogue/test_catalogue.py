"""The catalogue is whole: every rule has its check, every text its two languages."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from string import Formatter

import pytest

import sf1472_conformance
from sf1472.contract import Contract
from sf1472.errors import DataError
from sf1472_conformance.catalogue import (
    Basis,
    Role,
    RuleProfile,
    load_catalogue,
    load_checklist,
    used_ids,
)
from sf1472_conformance.catalogue.loading import FOLDER
from sf1472_conformance.catalogue.traceability import as_markdown
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
    """The ids of the catalogue are those that the checks are bound to, each once."""
    assert sorted(calls("rule")) == sorted(load_catalogue().rules)


def test_there_are_enough_rules() -> None:
    """There are at least eighty for providers and forty for consumers."""
    assert len(load_catalogue().of(Role.PROVIDER)) >= 80
    assert len(load_catalogue().of(Role.CONSUMER)) >= 40


def test_every_rule_rests_on_a_requirement_of_its_own_role() -> None:
    """A rule on consumers cites something that binds consumers."""
    catalogue = load_catalogue()
    for rule in catalogue.rules.values():
        found = [catalogue.requirements[id_] for id_ in rule.requirements]
        assert any(requirement.binds(rule.role) for requirement in found), rule.id


def test_every_rule_rests_on_what_it_says() -> None:
    """A rule that is not assumed has a requirement of its own basis, and each has a clause."""
    catalogue = load_catalogue()
    for rule in catalogue.rules.values():
        found = [catalogue.requirements[id_] for id_ in rule.requirements]
        bases = {catalogue.source(requirement).basis for requirement in found}
        assert all(requirement.clause for requirement in found), rule.id
        assert rule.basis is Basis.ANTAGET or rule.basis in bases, rule.id
        assert bases != {Basis.ANTAGET} or rule.basis is Basis.ANTAGET, rule.id


def test_every_requirement_is_judged_or_excused() -> None:
    """For each role, and none is both; a requirement asks every question of the checklist."""
    catalogue = load_catalogue()
    requirements = catalogue.requirements.values()
    assert [
        r.id
        for r in requirements
        for role in Role
        if r.binds(role) and not r.excused and not catalogue.judges(r.id, role)
    ] == []
    assert [
        r.id
        for r in requirements
        if r.excused and all(catalogue.judges(r.id, role) for role in Role if r.binds(role))
    ] == []
    assert {r.checklist for r in requirements if r.checklist} == set(load_checklist())


def test_the_traceability_table_is_current() -> None:
    """Write it anew with `sf1472 conform rules --markdown > docs/sporbarhed.md`."""
    file = Path(__file__).parents[3] / "docs" / "sporbarhed.md"
    assert file.read_text(encoding="utf-8") == as_markdown(load_catalogue())


def test_ids_are_never_reused() -> None:
    """Every rule's id is on the list, and what has left the list's use stays out of it."""
    assert {id_ for id_, live in used_ids().items() if live} == set(load_catalogue().rules)


def test_production_gets_no_hostile_message() -> None:
    """No rule of `drift` is one of `robusthed`."""
    for rule in load_catalogue().rules.values():
        assert not {RuleProfile.DRIFT, RuleProfile.ROBUSTHED} <= set(rule.profiles), rule.id


def test_every_verdict_has_its_text() -> None:
    """Keys in the code and in the file are the same."""
    used = {
        key for kind in ("Fails", "NotApplicable", "NotRun", "Inconclusive") for key in calls(kind)
    }
    passed_on = {
        *("kit_error", "not_reached", "steps_shown", "decision_shown", "interval_differs"),
        *("star_differs", "repeat_differs", "sector_differs", "repetition_matters"),
        *("grouping_matters", "order_matters"),
        *("business_error_repeated", "refused_access_repeated", "closed_repeated"),
    }
    assert used | passed_on == set(load_texts()["reason"])


def test_both_languages_have_the_same_blanks() -> None:
    """Neither text is empty, and what is filled in stands in both."""
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
        ('id = "P-WSDL-2"', 'id = "P-WSDL-1"', "bruges to gange"),
        ('id = "P-WSDL-2"', 'id = "WSDL 2"', "skrives som P-SOAP-1"),
        ('basis = "kontrakt"', 'basis = "mavefornemmelse"', "P-WSDL-3"),
        ('"WSDL-2", ', '"WSDL-99", ', "ukendte krav: WSDL-99"),
        ("[[rule]]", "[[rule]", "TOML"),
    ],
    ids=["same-id-twice", "odd-id", "odd-basis", "odd-requirement", "no-toml"],
)
def test_a_wrong_catalogue_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """The error names the rule."""
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    file = folder / "rules" / "1-wsdl-og-http.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        load_catalogue(folder)


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
        "sf1472.data.toml",
        "sf1472.data.userfile",
        "sf1472.errors",
        "sf1472.journal_format",
        "sf1472.masking",
        "sf1472.message",
        "sf1472.patterns",
        "sf1472.profiles",
        "sf1472.resources",
        "sf1472.timing",
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
