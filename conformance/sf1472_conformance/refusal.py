"""Judging answers to questions that must be refused: no case, and a business error that says so."""

from __future__ import annotations

from collections.abc import Iterable

from sf1472_conformance.subject import Answer, Subject
from sf1472_conformance.verdict import Fails, Finding, Inconclusive


def gives_no_case(subject: Subject, answers: Iterable[Answer]) -> None:
    """Fail an answer with a case; inconclusive where neither refusal nor case was ever seen."""
    refused = False
    for answer in answers:
        if answer.cases:
            found = str(len(answer.cases))
            raise Fails("case_shown", Finding(answer.exchange, expected="0", found=found))
        refused = refused or answer.refused
    if not refused and not subject.shows_cases():
        raise Inconclusive("no_cases")


def gives_fejl(answers: Iterable[Answer]) -> None:
    """Fail an answer without a business error."""
    for answer in answers:
        if not answer.refused:
            raise Fails("no_fejl", Finding(answer.exchange))
