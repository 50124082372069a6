"""P-GEN: requests that Hypothesis makes from the contract's schema, and shrinks when one fails."""

from __future__ import annotations

from lxml import etree

from sf1472.message import Forespoergsel
from sf1472_conformance.law.oracle import DeadlineStatus, deadline, parse_date_time
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK1
from sf1472_conformance.provider.generated import judge_generated
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding


@rule("P-GEN-1")
def test_valid_answers(subject: Subject) -> None:
    """Every request gets an answer that follows the schema."""
    judge_generated(subject, _judge_valid)


@rule("P-GEN-2")
def test_across_the_sectors(subject: Subject) -> None:
    """No request shows a municipality another's cases, or Udbetaling Danmark its own."""
    judge_generated(subject, _judge_sector)


@rule("P-GEN-3")
def test_within_the_basis(subject: Subject) -> None:
    """No request shows more than the bases it names allow."""
    judge_generated(subject, _judge_basis)


@rule("P-GEN-4")
def test_transaction_comes_back(subject: Subject) -> None:
    """Every request's id and time come back."""
    judge_generated(subject, _judge_echo)


def _asked(subject: Subject, body: etree._Element) -> tuple[Forespoergsel, Answer]:
    exchange = asking.send(subject, etree.tostring(body, encoding="unicode"))
    return subject.messages.read_request(body), reading.answer(subject, exchange)


def _judge_valid(subject: Subject, body: etree._Element) -> None:
    exchange = asking.send(subject, etree.tostring(body, encoding="unicode"))
    errors = subject.contract.schema.errors(reading.answer_body(subject, exchange))
    if errors:
        first = errors[0]
        finding = Finding(exchange, first.xpath, first.line, first.expected, first.found)
        raise Fails("schema_invalid", finding, count=len(errors))


def _judge_sector(subject: Subject, body: etree._Element) -> None:
    request, answer = _asked(subject, body)
    caller, udk = request.myndighed_cvr, subject.settings.udk
    for sag in answer.cases if caller is not None else ():
        if (caller == udk) == (sag.ejer_cvr == udk):
            finding = Finding(answer.exchange, found=sag.ejer_cvr)
            raise Fails("wrong_owner", finding, case=sag.uuid, owner=sag.ejer_cvr)


def _judge_basis(subject: Subject, body: etree._Element) -> None:
    request, answer = _asked(subject, body)
    codes = {code for group in request.grupper for code in group.hjemler}
    for gruppe in answer.svar.grupper:
        if gruppe.hjemmel not in codes:
            expected = " / ".join(sorted(codes))
            raise Fails("other_basis", Finding(answer.exchange, "", None, expected, gruppe.hjemmel))
        if subject.contract.profile.hjemler.get(gruppe.hjemmel) == STK1:
            shown = [s for s in gruppe.loebende if s.status or s.afgoerelse is not None]
            if shown or gruppe.henlagte:
                raise Fails("more_than_stk1", Finding(answer.exchange))
        for sag in gruppe.henlagte:
            if deadline(sag.status, subject.settings.dato) is DeadlineStatus.EXCEEDED:
                raise Fails("too_old", Finding(answer.exchange), case=sag.uuid)


def _judge_echo(subject: Subject, body: etree._Element) -> None:
    request, answer = _asked(subject, body)
    sent, found = request.transaktions_id, answer.svar.transaktions_id
    if sent != found:
        raise Fails("echo_id", Finding(answer.exchange, expected=sent, found=found))
    sent, found = request.transaktions_tid, answer.svar.transaktions_tid
    if parse_date_time(sent) != parse_date_time(found):
        raise Fails("echo_instant", Finding(answer.exchange, expected=sent, found=found))
