"""P-SEKTOR: who may see whose cases (integration description 1.1)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial

from sf1472_conformance.law.oracle import may_see
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.asking import STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.refusal import gives_fejl, gives_no_case
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive


@rule("P-SEKTOR-1")
def test_municipality_sees_udk(subject: Subject) -> None:
    """A municipality gets cases owned by UDK only."""
    kommune, udk = subject.settings.kommune, subject.settings.udk
    _judge_owners(subject, kommune, lambda owner: may_see(kommune, owner, udk), udk)


@rule("P-SEKTOR-2")
def test_udk_sees_municipalities(subject: Subject) -> None:
    """UDK gets no case owned by UDK."""
    udk = subject.settings.udk
    _judge_owners(subject, udk, lambda owner: may_see(udk, owner, udk), f"≠ {udk}")


@rule("P-SEKTOR-3")
def test_own_cases_stay_out(subject: Subject) -> None:
    """No caller gets a case of its own, even when it names itself."""
    seen = 0
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            for owners in ((), (caller,)):
                answer = asking.ask(subject, caller, cpr, STK2, owners=owners)
                seen += len(answer.cases)
                _judge(answer, partial(operator.ne, caller), f"≠ {caller}")
    if not seen:
        raise Inconclusive("no_cases")


@rule("P-SEKTOR-4")
def test_other_municipality_gives_no_case(subject: Subject) -> None:
    """Naming another municipality gives no case."""
    gives_no_case(subject, _naming_another(subject))


@rule("P-SEKTOR-5")
def test_other_municipality_gives_fejl(subject: Subject) -> None:
    """Naming another municipality gives a Fejl."""
    gives_fejl(_naming_another(subject))


def _judge_owners(
    subject: Subject, caller: str, allowed: Callable[[str], bool], expected: str
) -> None:
    seen = 0
    for answer in asking.survey(subject, caller, STK2):
        seen += len(answer.cases)
        _judge(answer, allowed, expected)
    if not seen:
        raise Inconclusive("no_cases_for", caller=caller)


def _judge(answer: Answer, allowed: Callable[[str], bool], expected: str) -> None:
    for sag in answer.cases:
        if not allowed(sag.ejer_cvr):
            finding = Finding(answer.exchange, expected=expected, found=sag.ejer_cvr)
            raise Fails("wrong_owner", finding, case=sag.uuid, owner=sag.ejer_cvr)


def _naming_another(subject: Subject) -> list[Answer]:
    settings = subject.settings
    other = (settings.anden_kommune,)
    return [
        asking.ask(subject, settings.kommune, cpr, STK2, owners=other) for cpr in settings.citizens
    ]
