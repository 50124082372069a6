"""P-EKKO: the transaction's identification comes back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sf1472_conformance.law.oracle import parse_date_time
from sf1472_conformance.messages.soap import parse
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding

IDS = (
    "14720000-0000-4000-8000-00000000ec40",
    "Æblegrød & <ært> § 14, 東京 𝄞",
    "x" * 200,
    "1",
)
TIMES = (
    "2026-05-01T09:30:00+02:00",
    "2024-02-29T23:59:59.1234567Z",
    "2026-10-25T02:30:00.1200+05:45",
    "2026-05-01T09:30:00",
    "2025-12-31T23:59:59.999999999-09:30",
)


@rule("P-EKKO-1")
def test_transaction_id(subject: Subject) -> None:
    """Each TransaktionsId comes back character by character."""
    for sent, answer in _echoes(subject, "transaktions_id", IDS):
        found = answer.svar.transaktions_id
        if found != sent:
            raise Fails("echo_id", Finding(answer.exchange, expected=sent, found=found))


@rule("P-EKKO-2")
def test_transaction_time_instant(subject: Subject) -> None:
    """Each TransaktionsTid comes back as the same instant, with a zone where there was one."""
    for sent, answer in _echoes(subject, "transaktions_tid", TIMES):
        found = answer.svar.transaktions_tid
        if not _same_instant(sent, found):
            raise Fails("echo_instant", Finding(answer.exchange, expected=sent, found=found))


@rule("P-EKKO-3")
def test_transaction_time_text(subject: Subject) -> None:
    """Each TransaktionsTid comes back as it was written."""
    for sent, answer in _echoes(subject, "transaktions_tid", TIMES):
        found = answer.svar.transaktions_tid
        if found != sent:
            raise Fails("echo_text", Finding(answer.exchange, expected=sent, found=found))


def _echoes(subject: Subject, term: str, values: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    """Ask with each value that the contract allows, and yield it with the answer."""
    for value in values:
        request = replace(asking.plain_request(subject), **{term: value})
        written = subject.messages.write_request(request)
        if subject.contract.schema.is_valid(parse(written.encode())):
            yield value, reading.answer(subject, asking.tell(subject, request))


def _same_instant(sent: str, found: str) -> bool:
    try:
        return parse_date_time(sent) == parse_date_time(found)
    except (ValueError, OverflowError):
        return False
