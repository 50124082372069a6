"""The report: one structure that every writer renders, and that goes to disk as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from sf1472 import __version__
from sf1472.contract import Contract as LoadedContract
from sf1472_conformance.catalogue import (
    Basis,
    Catalogue,
    Need,
    Profile,
    Role,
    Rule,
    Severity,
    Wording,
    load_catalogue,
)
from sf1472_conformance.catalogue.checklist import Answered, checklist
from sf1472_conformance.law.oracle import DENMARK
from sf1472_conformance.plan.plan import Selection
from sf1472_conformance.report.coverage import JUDGED, Covered, Standing, cover
from sf1472_conformance.texts import reason
from sf1472_conformance.verdict.verdicts import Evidence, Outcome, Result

DECIDED = (Outcome.PASS, Outcome.FAIL)


class Judged(Struct, frozen=True, kw_only=True):
    """One rule with its outcome; `reason` is there for everything but a pass."""

    id: str
    title: Wording
    clause: Wording
    source: Wording
    requirements: tuple[str, ...]
    needs: tuple[Need, ...]
    basis: Basis
    severity: Severity
    outcome: Outcome
    reason: Wording | None
    evidence: tuple[Evidence, ...]
    milliseconds: float


class Contract(Struct, frozen=True, kw_only=True):
    """The contract that was judged by; `official` is false for a reconstruction."""

    title: str
    version: str
    official: bool


class Provider(Struct, frozen=True, kw_only=True):
    """How the provider was called; citizens are counted, not named.

    `options` are the command line's options, without values, that a call sent again needs too.
    """

    url: str
    transport: Wording
    kommune: str
    anden_kommune: str
    udk: str
    citizens: int
    knowledge: int
    dato: str
    options: tuple[str, ...] = ()


class SituationSeen(Struct, frozen=True, kw_only=True):
    """One situation of an exam: what it was, and what was seen; no calls means that it is missing.

    `lookups` are those seen of `wanted`, `told` what the consumer said came of each.
    """

    id: str
    title: Wording
    expected: Wording
    forbidden: Wording | None
    optional: Wording | None
    wanted: int
    lookups: int
    calls: int
    told: tuple[str, ...]


class Consumer(Struct, frozen=True, kw_only=True):
    """What was seen of a consumer: `calls` in a journal, `told` times it said what came of one.

    `situations` are the exam's, empty where no exam was held; `ended` says how it ended, None when
    its end is not in the journal.
    """

    calls: int
    told: int
    agreement: bool
    situations: tuple[SituationSeen, ...]
    ended: Wording | None

    @property
    def missing(self) -> tuple[SituationSeen, ...]:
        """The situations without a call."""
        return tuple(situation for situation in self.situations if not situation.calls)


class Report(Struct, frozen=True, kw_only=True):
    """One run's verdict: requirements covered and rules passed are two numbers and never one.

    It is on a `provider` or a `consumer`. `total` rules were run, `decided` of them decided and
    `passed` of these passed. `covered` of `demanded` requirements on the role were judged by a rule
    that was decided.
    """

    kit: str
    started: str
    seconds: float
    role: Role
    profile: Profile
    seed: int
    contract: Contract
    provider: Provider | None
    consumer: Consumer | None
    total: int
    decided: int
    passed: int
    demanded: int
    covered: int
    outcomes: dict[str, int]
    standings: dict[str, int]
    rules: tuple[Judged, ...]
    requirements: tuple[Covered, ...]
    checklist: tuple[Answered, ...]

    @property
    def who(self) -> str:
        """The provider's address; empty for a consumer, which has none."""
        return self.provider.url if self.provider is not None else ""

    @property
    def unjudged_agreement(self) -> bool:
        """Whether an agreement was given that no rule of the run judges."""
        given = self.consumer is not None and self.consumer.agreement
        return given and not any(Need.AGREEMENT in rule.needs for rule in self.rules)

    @property
    def exit_code(self) -> int:
        """0: no rule broken; 1: a rule is broken; 2: the kit could not judge all it should."""
        if self.outcomes[Outcome.FAIL.value]:
            return 1
        if self.consumer is not None and self.consumer.missing:
            return 2
        unjudged = (Outcome.ERROR, Outcome.NOT_RUN)
        return 2 if any(self.outcomes[outcome.value] for outcome in unjudged) else 0


class Judgeable(Protocol):
    """What a run judges: a provider that is called, or the recording of a consumer."""

    @property
    def contract(self) -> LoadedContract:
        """The contract that it is judged by."""
        ...

    @property
    def citizens(self) -> tuple[str, ...]:
        """The CPR numbers that reports must mask, however they are written."""
        ...

    @property
    def seed(self) -> int:
        """What chance was drawn from; 0 where there was none."""
        ...

    def describe(self) -> Provider | Consumer:
        """Say who was judged, and how."""
        ...


def make_report(
    subject: Judgeable,
    selection: Selection,
    results: Mapping[str, Result],
    started: datetime,
    seconds: float,
    answered: tuple[Answered, ...] | None = None,
) -> Report:
    """Put rules and results together; a rule without result was not run.

    With a keyword, what it did not match was not chosen and is left out.
    """
    catalogue = load_catalogue()
    rules = tuple(
        _judged(rule, results.get(id_), catalogue)
        for id_, rule in selection.chosen().items()
        if id_ in results or not selection.keyword
    )
    count = Counter(rule.outcome for rule in rules)
    covered = cover(catalogue, selection.role, {rule.id: rule.outcome for rule in rules})
    stands = Counter(requirement.standing for requirement in covered)
    who = subject.describe()
    return Report(
        kit=__version__,
        started=started.astimezone(DENMARK).isoformat(timespec="seconds"),
        seconds=round(seconds, 2),
        role=selection.role,
        profile=selection.profile,
        seed=subject.seed,
        contract=_contract(subject),
        provider=who if isinstance(who, Provider) else None,
        consumer=who if isinstance(who, Consumer) else None,
        total=len(rules),
        decided=sum(count[outcome] for outcome in DECIDED),
        passed=count[Outcome.PASS],
        demanded=len(covered),
        covered=sum(stands[standing] for standing in JUDGED),
        outcomes={outcome.value: count[outcome] for outcome in Outcome},
        standings={standing.value: stands[standing] for standing in Standing},
        rules=rules,
        requirements=covered,
        checklist=answered if answered is not None else checklist(),
    )


def _contract(subject: Judgeable) -> Contract:
    profile = subject.contract.profile
    return Contract(title=profile.title, version=profile.version, official=profile.official)


def _judged(rule: Rule, result: Result | None, catalogue: Catalogue) -> Judged:
    if result is None:
        result = Result(rule=rule.id, outcome=Outcome.NOT_RUN, seconds=0, text="not_reached")
    return Judged(
        id=rule.id,
        title=rule.title,
        clause=catalogue.says(rule),
        source=catalogue.cites(rule),
        requirements=rule.requirements,
        needs=rule.needs,
        basis=rule.basis,
        severity=rule.severity,
        outcome=result.outcome,
        reason=reason(result.text, result.params) if result.text else None,
        evidence=result.evidence,
        milliseconds=round(result.seconds * 1000, 1),
    )
