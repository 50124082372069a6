"""P-SVAR and P-EKKO: business errors are whole answers, and a case stands once."""

from __future__ import annotations

from collections import Counter

from sf1472.message import Forespoergsel
from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages.soap import parse
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.sightings import sightings
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotRun

_UNKNOWN = "UKENDT_HJEMMEL"


@rule("P-EKKO-4")
def test_refusals_echo(subject: Subject) -> None:
    """A Fejl carries the request's TransaktionsId."""
    for request, answer in _refused(subject):
        sent, found = request.transaktions_id, answer.svar.transaktions_id
        if found != sent:
            raise Fails("echo_id", Finding(answer.exchange, expected=sent, found=found))


@rule("P-SVAR-1")
def test_refusals_are_valid(subject: Subject) -> None:
    """An answer with Fejl follows the contract's schema."""
    for _, answer in _refused(subject):
        errors = subject.contract.schema.errors(answer.body)
        if errors:
            first = errors[0]
            finding = Finding(answer.exchange, first.xpath, first.line, first.expected, first.found)
            raise Fails("schema_invalid", finding, count=len(errors))


@rule("P-SVAR-2")
def test_refusals_show_no_case(subject: Subject) -> None:
    """An answer with Fejl shows no case."""
    for _, answer in _refused(subject):
        if answer.cases:
            found = str(len(answer.cases))
            raise Fails("case_shown", Finding(answer.exchange, expected="0", found=found))


@rule("P-SVAR-3")
def test_each_case_once(subject: Subject) -> None:
    """No list of a group shows a case twice."""
    for seen in sightings(subject):
        for gruppe in seen.answer.svar.grupper:
            for cases in (gruppe.loebende, gruppe.henlagte):
                twice = [uuid for uuid, n in Counter(s.uuid for s in cases).items() if n > 1]
                if twice:
                    finding = Finding(seen.answer.exchange, found=", ".join(twice))
                    raise Fails("shown_twice", finding)


def _refused(subject: Subject) -> list[tuple[Forespoergsel, Answer]]:
    """Return business refusals; P-LOV-3 and P-SEKTOR-5 judge that there are some."""
    settings, cpr = subject.settings, subject.settings.citizens[0]
    requests = [
        asking.request(subject, settings.kommune, cpr, (_UNKNOWN,)),
        asking.request(
            subject, settings.kommune, cpr, (asking.code(subject, STK2),), (settings.anden_kommune,)
        ),
    ]
    asked = [
        (request, asking.tell(subject, request))
        for request in requests
        if _allowed(subject, request)
    ]
    answers = [(request, reading.answer(subject, exchange)) for request, exchange in asked]
    refused = [(request, answer) for request, answer in answers if answer.has_fejl]
    if not refused:
        raise NotRun("needs_fejl", *_first(asked))
    return refused


def _allowed(subject: Subject, request: Forespoergsel) -> bool:
    written = subject.messages.write_request(request)
    return subject.contract.schema.is_valid(parse(written.encode()))


def _first(asked: list[tuple[Forespoergsel, Exchange]]) -> list[Finding]:
    return [Finding(exchange) for _, exchange in asked[:1]]
