"""P-FRIST and P-BORGER: six months, and the right citizen."""

from __future__ import annotations

from collections import Counter

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.law.oracle import (
    MONTHS,
    DeadlineStatus,
    deadline,
    months_before,
    shelved_on,
)
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.asking import STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive


@rule("P-FRIST-1")
def test_six_months(subject: Subject) -> None:
    """No case is shown that was shelved more than six calendar months ago."""
    found: Counter[DeadlineStatus] = Counter()
    for caller in subject.callers:
        for answer in asking.survey(subject, caller, STK2):
            _judge_deadlines(subject, answer, found)
    if not found:
        raise Inconclusive("no_shelved")
    if not found[DeadlineStatus.WITHIN]:
        boundary, unknown = found[DeadlineStatus.BOUNDARY], found[DeadlineStatus.UNKNOWN]
        raise Inconclusive("deadline_open", boundary=boundary, unknown=unknown)


@rule("P-BORGER-1")
def test_citizens_share_no_case(subject: Subject) -> None:
    """A case's UUID stands in one citizen's answers only."""
    seen: dict[str, tuple[str, Exchange]] = {}
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            answer = asking.ask(subject, caller, cpr, STK2)
            for sag in answer.cases:
                first, exchange = seen.setdefault(sag.uuid, (cpr, answer.exchange))
                if first != cpr:
                    raise Fails(
                        "shared_case", Finding(exchange), Finding(answer.exchange), case=sag.uuid
                    )
    if len({cpr for cpr, _ in seen.values()}) < 2:
        raise Inconclusive("too_few_citizens")


def _judge_deadlines(subject: Subject, answer: Answer, found: Counter[DeadlineStatus]) -> None:
    today = subject.settings.dato
    for sag in answer.shelved:
        verdict = deadline(sag.status, today)
        found[verdict] += 1
        if verdict is DeadlineStatus.EXCEEDED:
            finding = Finding(
                answer.exchange,
                expected=f"≥ {months_before(today, MONTHS)}",
                found=str(shelved_on(sag.status)),
            )
            raise Fails("too_old", finding, case=sag.uuid)
