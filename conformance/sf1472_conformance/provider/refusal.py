"""Judging answers to questions that must be refused: no case, and an error that says so."""

from __future__ import annotations

from collections.abc import Iterable

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive


def gives_no_case(subject: Subject, answers: Iterable[Answer]) -> None:
    """Fail an answer with a case; inconclusive where neither refusal nor case was ever seen."""
    any_fejl = False
    for answer in answers:
        _judge_empty(answer)
        any_fejl = any_fejl or answer.has_fejl
    if not any_fejl and not asking.shows_cases(subject):
        raise Inconclusive("no_cases")


def refused(exchange: Exchange) -> bool:
    """Say whether a call was refused with a SOAP fault or an HTTP error, so that it shows none."""
    try:
        return exchange.status >= 400 or reading.envelope(exchange).fault is not None
    except Fails:
        return False


def shows_no_case(subject: Subject, exchange: Exchange) -> None:
    """Fail an answer with a case, where the call was not refused. Raises NotRun."""
    if not refused(exchange):
        _judge_empty(reading.answer(subject, exchange))


def gives_fejl(answers: Iterable[Answer]) -> None:
    """Fail an answer without a business error."""
    for answer in answers:
        if not answer.has_fejl:
            raise Fails("no_fejl", Finding(answer.exchange))


def _judge_empty(answer: Answer) -> None:
    if answer.cases:
        found = str(len(answer.cases))
        raise Fails("case_shown", Finding(answer.exchange, expected="0", found=found))
