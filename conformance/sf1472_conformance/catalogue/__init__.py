"""The catalogue of rules: data in `rules.toml`, read into typed records."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import msgspec

from sf1472.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = Path(__file__).with_name("rules.toml")
_ID = re.compile(r"P-[A-Z]+-[1-9]\d*")


class Basis(str, Enum):
    """What a rule rests on; `antaget` is the project's own assumption and nobody else's word."""

    LOV = "lov"
    INTEGRATIONSBESKRIVELSE = "integrationsbeskrivelse"
    KONTRAKT = "kontrakt"
    STANDARD = "standard"
    ANTAGET = "antaget"


class Severity(str, Enum):
    """How grave a breach is; both count as a failed rule."""

    FEJL = "fejl"
    ADVARSEL = "advarsel"


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    da: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """Return the text in `lang`, `da` or `en`."""
        return self.en if lang == "en" else self.da


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: `clause` paraphrases what `source` says, with the source's own numbering."""

    id: str
    title: Wording
    clause: Wording
    source: str
    basis: Basis
    severity: Severity

    @property
    def area(self) -> str:
        """The rule's area, from its id."""
        return self.id.split("-")[1]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


def load_catalogue(file: Path = FILE) -> Mapping[str, Rule]:
    """Read the rules by id, in the file's order. Raises DataError with what is wrong and where."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        rules = msgspec.convert(tables, _File).rule
    except OSError as error:
        raise DataError(file, "regelkataloget kan ikke læses") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, f"er ikke gyldig TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise DataError(file, _which(str(error), tables)) from error
    return _by_id(file, rules)


def _which(problem: str, tables: dict[str, list[dict[str, str]]]) -> str:
    """Name the rule that msgspec's path (`$.rule[3]…`) points at."""
    match = re.search(r"\$\.rule\[(\d+)\]", problem)
    name = tables["rule"][int(match[1])].get("id", "?") if match else "?"
    return f"reglen {name}: {problem}"


def _by_id(file: Path, rules: tuple[Rule, ...]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in rules:
        if not _ID.fullmatch(rule.id):
            raise DataError(file, "et regel-id skrives som P-SOAP-1", element=rule.id)
        if rule.id in found:
            raise DataError(
                file, "id'et bruges af to regler; et id genbruges aldrig", element=rule.id
            )
        found[rule.id] = rule
    return found
