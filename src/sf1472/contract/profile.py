"""`profile.toml`: the domain's terms, mapped to this contract's elements.

The file explains its own notation. Here it becomes fields (`Leaf`), groups (`Group`) and code
lists, still as names; `sf1472.message.codec` makes of them what reads and writes messages.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sf1472.errors import ProfileError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILENAME = "profile.toml"


@dataclass(frozen=True)
class Leaf:
    """One text field: `term` in the domain, `path` as qualified names from the enclosing group."""

    term: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A structure below `path`; `repeated` says whether the last step of the path may recur.

    `fields` in document order; no fields means that the group is a repeated text field.
    """

    term: str
    path: tuple[str, ...]
    repeated: bool
    fields: tuple[Leaf | Group, ...]


@dataclass(frozen=True)
class Profile:
    """One contract's profile, read and resolved.

    `hjemler` and `foelsomheder` map the contract's codes to the domain's; `foelsomheder` is
    ordered, lowest step of the ladder first.
    """

    file: Path
    title: str
    version: str
    official: bool
    wsdl: str
    schema: str
    namespaces: Mapping[str, str]
    hjemler: Mapping[str, str]
    foelsomheder: Mapping[str, str]
    request: tuple[Leaf | Group, ...]
    answer: tuple[Leaf | Group, ...]


def load_profile(folder: Path) -> Profile:
    """Read `profile.toml` in `folder`. Raises ProfileError with file, line, key and what to do."""
    file = folder / FILENAME
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ProfileError(
            file,
            "filen kan ikke læses; en kontraktmappe skal have en profil ved siden af WSDL'en "
            "(kopiér den fra wsdl/sf1472-1.0 og ret den til)",
        ) from error
    try:
        return _Reader(file, text).profile()
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(file, f"er ikke gyldig TOML: {error}") from error


class _Reader:
    """Turns the TOML tables into a Profile and knows on which line a key stands."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.tables: dict[str, Any] = tomllib.loads(text)
        self.namespaces: dict[str, str] = self.table("namespaces")

    def profile(self) -> Profile:
        contract = self.table("contract")
        codes = self.table("codes")
        status = self.text(contract, "contract", "status")
        if status not in ("rekonstruktion", "officiel"):
            raise self.error("status", "skal være 'rekonstruktion' eller 'officiel'")
        return Profile(
            file=self.file,
            title=self.text(contract, "contract", "title"),
            version=self.text(contract, "contract", "version"),
            official=status == "officiel",
            wsdl=self.text(contract, "contract", "wsdl"),
            schema=self.text(contract, "contract", "schema"),
            namespaces=self.namespaces,
            hjemler=dict(codes.get("hjemmel", {})),
            foelsomheder=dict(codes.get("foelsomhed", {})),
            request=self.fields(self.table("request"), "request", ()),
            answer=self.fields(self.table("answer"), "answer", ()),
        )

    def fields(
        self, table: Mapping[str, Any], name: str, outer: tuple[str, ...]
    ) -> tuple[Leaf | Group, ...]:
        if name in outer:
            raise self.error(name, f"tabellen [{name}] bruger sig selv")
        trail = (*outer, name)
        return tuple(self.field(term, value, trail) for term, value in table.items())

    def field(self, term: str, value: Any, trail: tuple[str, ...]) -> Leaf | Group:
        if isinstance(value, str):
            return Leaf(term, self.path(term, value))
        if not isinstance(value, dict) or ("at" in value) == ("each" in value):
            raise self.error(term, "skal være en sti eller en tabel med enten 'at' eller 'each'")
        inline = {key: item for key, item in value.items() if key not in ("at", "each", "use")}
        name = value.get("use", term)
        table = self.table(name) if "use" in value else inline
        path = self.path(term, value.get("at") or value["each"])
        return Group(term, path, "each" in value, self.fields(table, name, trail))

    def path(self, term: str, text: str) -> tuple[str, ...]:
        steps = []
        for step in text.split("/"):
            prefix, colon, local = step.partition(":")
            if not colon or not local:
                raise self.error(term, f"{step!r} skal skrives som præfiks:navn")
            if prefix not in self.namespaces:
                raise self.error(term, f"præfikset {prefix!r} står ikke i [namespaces]")
            steps.append(f"{{{self.namespaces[prefix]}}}{local}")
        return tuple(steps)

    def table(self, name: str) -> dict[str, Any]:
        value = self.tables.get(name)
        if not isinstance(value, dict):
            raise self.error(name, f"tabellen [{name}] mangler")
        return value

    def text(self, table: Mapping[str, Any], name: str, key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(key, f"mangler i [{name}] og skal være en tekst")
        return value

    def error(self, key: str, problem: str) -> ProfileError:
        for number, line in enumerate(self.lines, 1):
            if line.startswith((f"{key} ", f"{key}=", f"[{key}]")):
                return ProfileError(self.file, problem, line=number, element=key)
        return ProfileError(self.file, problem, element=key)
