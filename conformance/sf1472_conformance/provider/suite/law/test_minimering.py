"""P-MIN: no more than the law allows, and no CPR number anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sf1472.masking import spelled
from sf1472.message import VistKontrolsag
from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages.document import text, words
from sf1472_conformance.provider import asking, mutations, reading, versions
from sf1472_conformance.provider.asking import STK1, STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.refusal import refused
from sf1472_conformance.provider.sightings import every_sighting
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive

_KINDS = ("missing", "reordered", "unexpected", "pattern")


@rule("P-MIN-1")
def test_stk1_shows_no_steps(subject: Subject) -> None:
    """Under stk. 1 no case shows its steps."""
    _judge_cases(subject, lambda sag: not sag.status, "steps_shown")


@rule("P-MIN-2")
def test_stk1_shows_nothing_shelved(subject: Subject) -> None:
    """Under stk. 1 the list of shelved cases is left out."""
    for answer in _under_stk1(subject):
        if answer.shelved:
            finding = Finding(answer.exchange, expected="0", found=str(len(answer.shelved)))
            raise Fails("shelved_shown", finding)
    surveys = (asking.survey(subject, caller, STK2) for caller in subject.callers)
    if not any(answer.shelved for survey in surveys for answer in survey):
        raise Inconclusive("no_shelved")


@rule("P-MIN-3")
def test_stk1_shows_no_decision(subject: Subject) -> None:
    """Under stk. 1 no case shows its decision."""
    _judge_cases(subject, lambda sag: sag.afgoerelse is None, "decision_shown")


@rule("P-MIN-4")
def test_no_cpr_in_answers(subject: Subject) -> None:
    """No answer holds the number that was asked about."""
    for caller in subject.callers:
        for stk in (STK1, STK2):
            for cpr in subject.settings.citizens:
                _judge_silence(asking.ask(subject, caller, cpr, stk).exchange, cpr)


@rule("P-MIN-5")
def test_no_cpr_in_faults(subject: Subject) -> None:
    """No fault and no Fejl holds the number that was asked about."""
    for exchange in _bad_calls(subject):
        _judge_silence(exchange, subject.settings.citizens[0])


def _judge_cases(subject: Subject, allowed: Callable[[VistKontrolsag], bool], fault: str) -> None:
    seen = 0
    for answer in _under_stk1(subject):
        for sag in answer.cases:
            seen += 1
            if not allowed(sag):
                raise Fails(fault, Finding(answer.exchange), case=sag.uuid)
    if not seen:
        raise Inconclusive("no_cases")


def _under_stk1(subject: Subject) -> Iterator[Answer]:
    """Ask under stk. 1 about every citizen, and by UUID about cases that stk. 2 shows."""
    codes = (asking.code(subject, STK1),)
    for caller in subject.callers:
        yield from asking.survey(subject, caller, STK1)
        for seen in every_sighting(subject, caller):
            for sag in (*seen.answer.running[:1], *seen.answer.shelved[:1]):
                question = asking.request(subject, caller, seen.cpr, codes, sag_uuid=sag.uuid)
                exchange = asking.tell(subject, question)
                if not refused(exchange):
                    yield reading.answer(subject, exchange)


def _bad_calls(subject: Subject) -> Iterator[Exchange]:
    """Send messages that must be refused, each with the CPR number in it."""
    settings = subject.settings
    written = subject.messages.write_request(asking.plain_request(subject))
    bad = [written[:-1], *mutations.applicable(subject, *_KINDS)]
    for version in versions.judged(subject):
        yield from (asking.send(subject, body, version) for body in bad)
    cpr, caller = settings.citizens[0], settings.kommune
    yield asking.tell(subject, asking.request(subject, caller, cpr, ("UKENDT_HJEMMEL",)))
    yield asking.tell(
        subject,
        asking.request(
            subject, caller, cpr, (asking.code(subject, STK2),), (settings.anden_kommune,)
        ),
    )


def _judge_silence(exchange: Exchange, cpr: str) -> None:
    headers = exchange.response.headers if exchange.response is not None else ()
    values = (value for _, value in headers)
    shown = "\n".join((text(exchange.body), words(exchange.body), *values))
    if re.search(spelled(cpr), shown):
        raise Fails("cpr_shown", Finding(exchange))
