"""Reads the catalogues' TOML files and says what is wrong in them and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sf1472.data.toml import TomlError, parse_toml
from sf1472.errors import DataError
from sf1472_conformance.catalogue.model import (
    ChecklistItem,
    Requirement,
    RequirementSource,
    Role,
    Rule,
    Wording,
)

FOLDER = Path(__file__).parent
RETIRED = "udgået"
_RULE_ID = re.compile(r"[PC]-[A-Z]+-[1-9]\d*")
_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_Entry = TypeVar("_Entry", Rule, Requirement)


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


class _Requirements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: RequirementSource
    requirement: tuple[Requirement, ...]


class _Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: tuple[ChecklistItem, ...]


@dataclass(frozen=True)
class Catalogue:
    """Rules, requirements and sources by id, in the files' order."""

    rules: Mapping[str, Rule]
    requirements: Mapping[str, Requirement]
    sources: Mapping[str, RequirementSource]

    def source(self, requirement: Requirement) -> RequirementSource:
        """Return where `requirement` comes from."""
        return self.sources[requirement.id.rpartition("-")[0]]

    def cites(self, rule: Rule) -> Wording:
        """Return the sources and clauses of `rule`, as a report cites them."""
        found = [self.requirements[id_] for id_ in rule.requirements]
        pairs = [(self.source(req).title, req.clause) for req in found]
        return Wording(
            da="; ".join(f"{title.da}, {clause}" for title, clause in pairs),
            en="; ".join(f"{title.en}, {clause}" for title, clause in pairs),
        )

    def says(self, rule: Rule) -> Wording:
        """Return what the clauses of `rule` say."""
        texts = [self.requirements[id_].text for id_ in rule.requirements]
        return Wording(
            da=" ".join(dict.fromkeys(t.da for t in texts)),
            en=" ".join(dict.fromkeys(t.en for t in texts)),
        )

    def of(self, role: Role) -> Mapping[str, Rule]:
        """Return the rules that judge `role`, by id."""
        return {id_: rule for id_, rule in self.rules.items() if rule.role is role}

    def judges(self, requirement: str, role: Role | None = None) -> tuple[str, ...]:
        """Return the rules that judge `requirement`, those on `role` if one is given."""
        rules = self.rules if role is None else self.of(role)
        return tuple(r.id for r in rules.values() if requirement in r.requirements)


@lru_cache(maxsize=4)
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read rules and requirements. Raises DataError with what is wrong and where."""
    rules: dict[str, Rule] = {}
    for file in _files(folder / "rules"):
        _add(rules, _read(file, _Rules, "rule").rule, file)
    requirements: dict[str, Requirement] = {}
    sources: dict[str, RequirementSource] = {}
    for file in sorted((folder / "requirements").glob("*.toml"), key=_number):
        read = _read(file, _Requirements, "requirement")
        sources[read.source.key] = read.source
        _add(requirements, read.requirement, file)
    _check(rules, requirements, folder)
    return Catalogue(rules, requirements, sources)


@lru_cache(maxsize=1)
def load_checklist(file: Path = FOLDER / "checklist.toml") -> Mapping[str, ChecklistItem]:
    """Read the questions that only a person can answer."""
    return {item.id: item for item in _read(file, _Checklist, "item").item}


def used_ids(file: Path = FOLDER / "ids.txt") -> Mapping[str, bool]:
    """Return every rule id ever used, and whether it is still in use."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return {words[0]: RETIRED not in words for words in lines if words and words[0] != "#"}


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.toml"), key=_number)
    if not found:
        raise DataError(folder, "regelkataloget kan ikke læses")
    return found


def _number(file: Path) -> tuple[int, str]:
    digits = file.name.partition("-")[0]
    return (int(digits) if digits.isdecimal() else 0, file.name)


def _read(file: Path, kind: type[_Struct], entry: str) -> _Struct:
    try:
        tables = parse_toml(file.read_text(encoding="utf-8"))
        return msgspec.convert(tables, kind)
    except OSError as error:
        raise DataError(file, "regelkataloget kan ikke læses") from error
    except TomlError as error:
        raise DataError(file, f"er ikke gyldig TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise DataError(file, _which(str(error), tables, entry)) from error


def _which(problem: str, tables: dict[str, Any], entry: str) -> str:
    """Name the entry that msgspec's path (`$.rule[3]…`) points at."""
    match = re.search(rf"\$\.{entry}\[(\d+)\]", problem)
    name = tables[entry][int(match[1])].get("id", "?") if match else "?"
    return f"{name}: {problem}"


def _add(known: dict[str, _Entry], entries: tuple[_Entry, ...], file: Path) -> None:
    for entry in entries:
        if isinstance(entry, Rule) and not _RULE_ID.fullmatch(entry.id):
            raise DataError(file, "et regel-id skrives som P-SOAP-1", element=entry.id)
        if entry.id in known:
            raise DataError(file, "id'et bruges to gange; et id genbruges aldrig", element=entry.id)
        known[entry.id] = entry


def _check(
    rules: Mapping[str, Rule], requirements: Mapping[str, Requirement], folder: Path
) -> None:
    """Refuse rules without a requirement, or with one that is not there."""
    for rule in rules.values():
        unknown = [id_ for id_ in rule.requirements if id_ not in requirements]
        if unknown or not rule.requirements:
            what = ", ".join(unknown) or "ingen"
            raise DataError(folder, f"reglen henviser til ukendte krav: {what}", element=rule.id)
