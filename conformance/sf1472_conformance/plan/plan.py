"""The plan of a run: whom to judge, by which rules, how to call and how fast.

It is one structure that goes to every worker as JSON, so that all of them judge alike.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from sf1472.contract import Contract, load_contract
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.catalogue import RuleProfile
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings

DRIFT_RATE = 2.0  # calls per second against what may be in production


class Limits(msgspec.Struct, frozen=True):
    """How fast and how long: `rate` calls per second, and `until` (seconds since 1970)."""

    rate: float | None = None
    until: float | None = None

    @classmethod
    def under(cls, profile: RuleProfile, rate: float | None, until: float | None) -> Limits:
        """Return the limits of a run under `profile`; `drift` has a rate where none is told."""
        if rate is None and profile is RuleProfile.DRIFT:
            rate = DRIFT_RATE
        return cls(rate, until)


class Plan(msgspec.Struct, frozen=True):
    """Everything that a run needs to know; `contract` is the contract's folder."""

    settings: Settings
    contract: str
    connection: ConnectionSettings = ConnectionSettings()
    selection: Selection = Selection()
    limits: Limits = Limits()

    def load_contract(self) -> Contract:
        """Load the contract that the provider is judged by."""
        return load_contract(Path(self.contract))

    def shared(self, workers: int) -> Plan:
        """Return the plan of each of so many workers, which has its share of the rate."""
        rate = self.limits.rate / workers if self.limits.rate is not None else None
        return msgspec.structs.replace(self, limits=Limits(rate, self.limits.until))


def plan_text(plan: Plan) -> str:
    """Return a plan as the JSON that goes to workers."""
    return msgspec.json.encode(plan).decode()


def plan_in(text: str) -> Plan:
    """Return the plan that `plan_text` wrote."""
    return msgspec.json.decode(text, type=Plan)


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan for the workers; only its owner may read it, since it may hold a password."""
    file.touch(mode=0o600)
    file.write_text(plan_text(plan), encoding="utf-8")


def read_plan(file: Path) -> Plan:
    """Read a plan that `write_plan` wrote."""
    return plan_in(file.read_text(encoding="utf-8"))
