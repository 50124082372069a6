"""What a run says about the requirements: which were judged, which wait for a person, and why."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from sf1472_conformance.catalogue import Actor, Catalogue, Requirement, Role, Strength, Wording
from sf1472_conformance.verdict.result import RuleOutcome


class Standing(str, Enum):
    """How a requirement stands after a run."""

    MET = "met"
    BROKEN = "broken"
    OPEN = "open"
    LEFT_OUT = "left_out"
    CHECKLIST = "checklist"
    NOT_TESTABLE = "not_testable"


JUDGED = (Standing.MET, Standing.BROKEN)


class Covered(Struct, frozen=True, kw_only=True):
    """One requirement with its standing; `rules` judge it, `reason` says why none does."""

    id: str
    source: Wording
    clause: str
    text: Wording
    strength: Strength
    actor: Actor
    standing: Standing
    rules: tuple[str, ...]
    reason: Wording | None = None


def cover(
    catalogue: Catalogue, role: Role, outcomes: Mapping[str, RuleOutcome]
) -> tuple[Covered, ...]:
    """Return every requirement on `role`; `outcomes` are those of the rules that were run."""
    return tuple(
        Covered(
            id=req.id,
            source=catalogue.source(req).title,
            clause=req.clause,
            text=req.text,
            strength=req.strength,
            actor=req.actor,
            standing=_standing(req, rules, outcomes),
            rules=rules,
            reason=None if rules else req.not_testable,
        )
        for req in catalogue.requirements.values()
        if req.binds(role)
        for rules in (catalogue.judges(req.id, role),)
    )


def _standing(
    req: Requirement, rules: tuple[str, ...], outcomes: Mapping[str, RuleOutcome]
) -> Standing:
    if req.checklist is not None:
        return Standing.CHECKLIST
    if req.not_testable is not None and not rules:
        return Standing.NOT_TESTABLE
    found = [outcomes[rule] for rule in rules if rule in outcomes]
    if RuleOutcome.FAIL in found:
        return Standing.BROKEN
    if RuleOutcome.PASS in found:
        return Standing.MET
    return Standing.OPEN if found else Standing.LEFT_OUT
