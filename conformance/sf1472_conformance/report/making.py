"""Making the report of a run: rules and results put together, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sf1472 import __version__
from sf1472.contract import Contract
from sf1472_conformance.catalogue import Catalogue, Rule, load_catalogue
from sf1472_conformance.catalogue.checklist import Answered, checklist
from sf1472_conformance.law.oracle import DENMARK
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.coverage import JUDGED, Standing, cover
from sf1472_conformance.report.structure import (
    JudgedConsumer,
    JudgedContract,
    JudgedProvider,
    JudgedRule,
    Report,
)
from sf1472_conformance.texts import reason
from sf1472_conformance.verdict.result import Result, RuleOutcome

DECIDED = (RuleOutcome.PASS, RuleOutcome.FAIL)


class Judgeable(Protocol):
    """What a run judges: a provider that is called, or the recording of a consumer."""

    @property
    def contract(self) -> Contract:
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

    def describe(self) -> JudgedProvider | JudgedConsumer:
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
        provider=who if isinstance(who, JudgedProvider) else None,
        consumer=who if isinstance(who, JudgedConsumer) else None,
        total=len(rules),
        decided=sum(count[outcome] for outcome in DECIDED),
        passed=count[RuleOutcome.PASS],
        demanded=len(covered),
        covered=sum(stands[standing] for standing in JUDGED),
        outcomes={outcome.value: count[outcome] for outcome in RuleOutcome},
        standings={standing.value: stands[standing] for standing in Standing},
        rules=rules,
        requirements=covered,
        checklist=answered if answered is not None else checklist(),
    )


def _contract(subject: Judgeable) -> JudgedContract:
    profile = subject.contract.profile
    return JudgedContract(title=profile.title, version=profile.version, official=profile.official)


def _judged(rule: Rule, result: Result | None, catalogue: Catalogue) -> JudgedRule:
    if result is None:
        result = Result(rule=rule.id, outcome=RuleOutcome.NOT_RUN, seconds=0, text="not_reached")
    return JudgedRule(
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
