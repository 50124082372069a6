"""`profile.toml`: the domain's terms, mapped to this contract's elements.

The file explains its own notation. Here it becomes fields (`Leaf`), groups (`Group`) and code
lists, still as names; `sf1472.message.codec` makes of them what reads and writes messages.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sf1472.contract.xml import XSD, xsd_roots
from sf1472.data.toml import load_toml
from sf1472.errors import ProfileError

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
    ordered, lowest step of the ladder first. `tolerated` is the attribute of the roots that may
    have another value than the schema's pattern has, or None; `known_namespaces` are those that
    relatives of the contract were seen in; `variants` the namespaces it is also made in, by name.
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
    tolerated: str | None = None
    known_namespaces: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)

    def hjemmelskode(self, id_: str) -> str:
        """Return the contract's code of a legal basis. Raises ProfileError when it has none."""
        for kode, hjemmel in self.hjemler.items():
            if hjemmel == id_:
                return kode
        raise ProfileError(self.file, f"hjemlen {id_!r} har ingen kode", element="codes.hjemmel")


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
    except UnicodeDecodeError as error:
        raise ProfileError(file, "filen skal være UTF-8") from error
    declared = {
        element.get("name", "")
        for root in xsd_roots(folder)
        for element in root.iter(f"{{{XSD}}}element")
    }
    return _Reader(file, text, declared).profile()


class _Reader:
    """Turns the TOML tables into a Profile and knows on which line a key stands."""

    def __init__(self, file: Path, text: str, declared: Container[str]) -> None:
        self.file = file
        self.declared = declared
        self.lines = text.splitlines()
        self.tables = load_toml(file, text, ProfileError)
        self.namespaces = self.texts("namespaces", self.table("namespaces"))

    def profile(self) -> Profile:
        contract = self.table("contract")
        codes = self.table("codes")
        status = self.text(contract, "contract", "status")
        if status not in ("rekonstruktion", "officiel"):
            raise self.error("contract", "status", "skal være 'rekonstruktion' eller 'officiel'")
        return Profile(
            file=self.file,
            title=self.text(contract, "contract", "title"),
            version=self.text(contract, "contract", "version"),
            official=status == "officiel",
            wsdl=self.text(contract, "contract", "wsdl"),
            schema=self.text(contract, "contract", "schema"),
            namespaces=self.namespaces,
            hjemler=self.texts("codes.hjemmel", codes.get("hjemmel")),
            foelsomheder=self.texts("codes.foelsomhed", codes.get("foelsomhed")),
            request=self.fields(self.table("request"), "request", ()),
            answer=self.fields(self.table("answer"), "answer", ()),
            tolerated=self.tolerated(),
            known_namespaces=tuple(self.optional("known_namespaces").values()),
            variants=self.optional("variants"),
        )

    def tolerated(self) -> str | None:
        """Return the attribute whose other values are tolerated, if `[revision]` names one."""
        table = self.optional("revision")
        if not table:
            return None
        attribute, other = (self.text(table, "revision", key) for key in ("attribute", "other"))
        if other not in ("tolereres", "afvises"):
            raise self.error("revision", "other", "skal være 'tolereres' eller 'afvises'")
        return attribute if other == "tolereres" else None

    def optional(self, name: str) -> dict[str, str]:
        """Return the table of texts called `name`; none where the profile has none."""
        return self.texts(name, self.tables[name]) if name in self.tables else {}

    def fields(
        self, table: Mapping[str, Any], name: str, outer: tuple[str, ...]
    ) -> tuple[Leaf | Group, ...]:
        """Return the fields of the table called `name`, reached through the tables `outer`."""
        if name in outer:
            raise self.error(outer[-1], name, f"tabellen [{name}] bruger sig selv")
        trail = (*outer, name)
        return tuple(self.field(term, value, trail) for term, value in table.items())

    def field(self, term: str, value: Any, trail: tuple[str, ...]) -> Leaf | Group:
        """Return one field; `trail` ends with the table it stands in."""
        within = trail[-1]
        if isinstance(value, str):
            return Leaf(term, self.path(within, term, value))
        if not isinstance(value, dict) or ("at" in value) == ("each" in value):
            raise self.error(
                within, term, "skal være en sti eller en tabel med enten 'at' eller 'each'"
            )
        path = self.path(within, term, value["at"] if "at" in value else value["each"])
        if "use" in value:
            name = str(value["use"])
            fields = self.fields(self.table(name), name, trail)
        else:
            inline = {key: item for key, item in value.items() if key not in ("at", "each")}
            fields = tuple(self.field(key, item, trail) for key, item in inline.items())
        return Group(term, path, "each" in value, fields)

    def path(self, within: str, term: str, text: Any) -> tuple[str, ...]:
        """Return a path's steps in Clark notation."""
        if not isinstance(text, str):
            raise self.error(within, term, "stien skal være en tekst")
        steps = []
        for step in text.split("/"):
            prefix, colon, local = step.partition(":")
            if not colon or not local:
                raise self.error(within, term, f"{step!r} skal skrives som præfiks:navn")
            if prefix not in self.namespaces:
                raise self.error(within, term, f"præfikset {prefix!r} står ikke i [namespaces]")
            if local not in self.declared:
                raise self.error(within, term, f"elementet {local!r} findes ikke i XSD'en")
            steps.append(f"{{{self.namespaces[prefix]}}}{local}")
        return tuple(steps)

    def table(self, name: str) -> dict[str, Any]:
        """Return the table called `name`."""
        value = self.tables.get(name)
        if not isinstance(value, dict):
            raise self.error(name, name, f"tabellen [{name}] mangler")
        return value

    def texts(self, name: str, value: Any) -> dict[str, str]:
        """Return the table called `name`, which must map names to texts."""
        if not isinstance(value, dict) or not value:
            raise self.error(name, name, f"tabellen [{name}] mangler eller er tom")
        for key, item in value.items():
            if not isinstance(item, str) or not item:
                raise self.error(name, key, "skal være en tekst")
        return value

    def text(self, table: Mapping[str, Any], name: str, key: str) -> str:
        """Return the text at `key` of the table called `name`."""
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(name, key, f"mangler i [{name}] og skal være en tekst")
        return value

    def error(self, table: str, key: str, problem: str) -> ProfileError:
        """Return the error at `key` of `table`, or at the table's heading."""
        heading = None
        for number, line in enumerate(self.lines, 1):
            if line.startswith("["):
                heading = number if line.startswith(f"[{table}]") else None
                if heading and key == table:
                    break
            elif heading and re.match(rf'"?{re.escape(key)}"?\s*=', line):
                return ProfileError(self.file, problem, line=number, element=key)
        return ProfileError(self.file, problem, line=heading, element=key)
