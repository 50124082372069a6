"""The report: one structure that every writer renders, and that goes to disk as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from sf1472 import __version__
from sf1472_conformance.catalogue import Basis, Rule, Severity, Wording
from sf1472_conformance.oracle import DENMARK
from sf1472_conformance.subject import Subject
from sf1472_conformance.texts import reason
from sf1472_conformance.verdict import Evidence, Outcome, Result

DECIDED = (Outcome.PASS, Outcome.FAIL)


class Judged(Struct, frozen=True, kw_only=True):
    """One rule with its outcome; `reason` is there for everything but a pass."""

    id: str
    title: Wording
    clause: Wording
    source: str
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
    """How the provider was called; citizens are counted, not named."""

    url: str
    transport: Wording
    kommune: str
    anden_kommune: str
    udk: str
    citizens: int
    dato: str


class Report(Struct, frozen=True, kw_only=True):
    """One run's verdict. `decided` and `passed` are two numbers and never become one."""

    kit: str
    started: str
    seconds: float
    contract: Contract
    provider: Provider
    total: int
    decided: int
    passed: int
    outcomes: dict[str, int]
    rules: tuple[Judged, ...]

    @property
    def exit_code(self) -> int:
        """0: no rule broken; 1: a rule is broken; 2: the kit could not judge all it should."""
        if self.outcomes[Outcome.FAIL.value]:
            return 1
        unjudged = (Outcome.ERROR, Outcome.NOT_RUN)
        return 2 if any(self.outcomes[outcome.value] for outcome in unjudged) else 0


def make_report(
    subject: Subject,
    catalogue: Mapping[str, Rule],
    results: Mapping[str, Result],
    started: datetime,
    seconds: float,
) -> Report:
    """Put rules and results together; a rule without result was not run."""
    rules = tuple(_judged(rule, results.get(id_)) for id_, rule in catalogue.items())
    count = Counter(rule.outcome for rule in rules)
    profile, settings = subject.contract.profile, subject.settings
    return Report(
        kit=__version__,
        started=started.astimezone(DENMARK).isoformat(timespec="seconds"),
        seconds=round(seconds, 2),
        contract=Contract(title=profile.title, version=profile.version, official=profile.official),
        provider=Provider(
            url=settings.url,
            transport=subject.transport.description,
            kommune=settings.kommune,
            anden_kommune=settings.anden_kommune,
            udk=settings.udk,
            citizens=len(settings.citizens),
            dato=settings.dato.isoformat(),
        ),
        total=len(rules),
        decided=sum(count[outcome] for outcome in DECIDED),
        passed=count[Outcome.PASS],
        outcomes={outcome.value: count[outcome] for outcome in Outcome},
        rules=rules,
    )


def _judged(rule: Rule, result: Result | None) -> Judged:
    if result is None:
        result = Result(rule=rule.id, outcome=Outcome.NOT_RUN, seconds=0, text="not_reached")
    return Judged(
        id=rule.id,
        title=rule.title,
        clause=rule.clause,
        source=rule.source,
        basis=rule.basis,
        severity=rule.severity,
        outcome=result.outcome,
        reason=reason(result.text, result.params) if result.text else None,
        evidence=result.evidence,
        milliseconds=round(result.seconds * 1000, 1),
    )
