"""The plan of a run: whom to judge, by which rules, how to call and how fast.

It is one structure that goes to every worker as JSON, so that all of them judge alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from sf1472.contract import Contract, load_contract
from sf1472.errors import KitError
from sf1472_conformance.catalogue import Profile, Role, Rule, load_catalogue
from sf1472_conformance.connection import Connection
from sf1472_conformance.settings import Settings

DRIFT_RATE = 2.0  # calls per second against what may be in production


class Selection(msgspec.Struct, frozen=True):
    """Which rules on `role` are run: those of `profile`, of them those that match one of `rules`.

    `rules` are ids or patterns such as `P-FEJL-*`; `keyword` is pytest's own -k, and knows the ids.
    """

    profile: Profile = Profile.FULD
    rules: tuple[str, ...] = ()
    keyword: str = ""
    role: Role = Role.PROVIDER

    def chosen(self) -> Mapping[str, Rule]:
        """Return the rules by id. Raises KitError for a pattern that matches none at all."""
        rules = load_catalogue().of(self.role)
        for pattern in self.rules:
            if not any(fnmatchcase(id_, pattern.upper()) for id_ in rules):
                raise KitError(f"Ingen regel hedder {pattern}; se sf1472 conform rules")
        return {id_: rule for id_, rule in rules.items() if self._takes(rule)}

    def _takes(self, rule: Rule) -> bool:
        named = not self.rules or any(fnmatchcase(rule.id, p.upper()) for p in self.rules)
        return named and rule.within(self.profile)


class Limits(msgspec.Struct, frozen=True):
    """How fast and how long: `rate` calls per second, and `until` (seconds since 1970)."""

    rate: float | None = None
    until: float | None = None


class Plan(msgspec.Struct, frozen=True):
    """Everything that a run needs to know; `contract` is the contract's folder."""

    settings: Settings
    contract: str
    connection: Connection = Connection()
    selection: Selection = Selection()
    limits: Limits = Limits()

    def load_contract(self) -> Contract:
        """Load the contract that the provider is judged by."""
        return load_contract(Path(self.contract))


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan for the workers; only its owner may read it, since it may hold a password."""
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.encode(plan))


def read_plan(file: Path) -> Plan:
    """Read a plan that `write_plan` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Plan)
