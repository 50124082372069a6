"""The report: one structure that every writer renders, and that goes to disk as JSON."""

from __future__ import annotations

from msgspec import Struct

from sf1472_conformance.catalogue import Basis, Need, Role, RuleProfile, Severity, Wording
from sf1472_conformance.catalogue.checklist import Answered
from sf1472_conformance.report.coverage import Covered
from sf1472_conformance.verdict.result import Evidence, RuleOutcome


class JudgedRule(Struct, frozen=True, kw_only=True):
    """One rule with its outcome; `reason` is there for everything but a pass."""

    id: str
    title: Wording
    clause: Wording
    source: Wording
    requirements: tuple[str, ...]
    needs: tuple[Need, ...]
    basis: Basis
    severity: Severity
    outcome: RuleOutcome
    reason: Wording | None
    evidence: tuple[Evidence, ...]
    milliseconds: float


class JudgedContract(Struct, frozen=True, kw_only=True):
    """The contract that was judged by; `official` is false for a reconstruction."""

    title: str
    version: str
    official: bool


class JudgedProvider(Struct, frozen=True, kw_only=True):
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


class JudgedConsumer(Struct, frozen=True, kw_only=True):
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
    profile: RuleProfile
    seed: int
    contract: JudgedContract
    provider: JudgedProvider | None
    consumer: JudgedConsumer | None
    total: int
    decided: int
    passed: int
    demanded: int
    covered: int
    outcomes: dict[str, int]
    standings: dict[str, int]
    rules: tuple[JudgedRule, ...]
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
        if self.outcomes[RuleOutcome.FAIL.value]:
            return 1
        if self.consumer is not None and self.consumer.missing:
            return 2
        unjudged = (RuleOutcome.ERROR, RuleOutcome.NOT_RUN)
        return 2 if any(self.outcomes[outcome.value] for outcome in unjudged) else 0
