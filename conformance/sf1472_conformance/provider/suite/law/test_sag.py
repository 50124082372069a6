"""P-SAG and P-TAVS: a case's UUID opens no door, and silence tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sf1472_conformance.law.oracle import may_see
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK2, TIME
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.sightings import sightings
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive, NotRun
from sf1472_conformance.verdict.likeness import Meaning, difference, meaning

# Numbers that no register gives out: their days run from 92 to 99. Those from 61 to 91 are given
# to people by other registers, so none of them is made up here.
_NOBODY = tuple(
    f"{day}0{month}90{number:04}" for day in (92, 97) for month in (1, 5) for number in (1, 2)
)


@rule("P-SAG-1")
def test_uuid_shows_no_more(subject: Subject) -> None:
    """A case's UUID shows only what the answer about the citizen shows."""
    for seen in sightings(subject):
        for sag in seen.cases[:2]:
            answer = asking.ask(subject, seen.caller, seen.cpr, STK2, sag_uuid=sag.uuid)
            extra = answer.uuids - seen.answer.uuids
            if extra:
                finding = Finding(answer.exchange, found=", ".join(sorted(extra)))
                raise Fails("more_by_uuid", finding, Finding(seen.answer.exchange), case=sag.uuid)


@rule("P-SAG-2")
def test_own_sector_stays_shut(subject: Subject) -> None:
    """A case that the other sector's caller saw is not shown to who is in its owner's sector."""
    udk = subject.settings.udk
    for caller, answer in _shut(subject):
        opened = [s.uuid for s in answer.cases if not may_see(caller, s.ejer_cvr, udk)]
        if opened:
            finding = Finding(answer.exchange, expected="0", found=", ".join(opened))
            raise Fails("opened", finding, case=opened[0], caller=caller)


@rule("P-SAG-3")
def test_unknown_uuid(subject: Subject) -> None:
    """A UUID that nobody uses gives no case."""
    for caller in subject.callers:
        answer = _unknown(subject, caller)
        if answer.cases:
            found = str(len(answer.cases))
            raise Fails("case_shown", Finding(answer.exchange, expected="0", found=found))


@rule("P-TAVS-1")
def test_silence_about_citizens(subject: Subject) -> None:
    """Answers without a case say the same, but for the transaction."""
    for caller in subject.callers:
        answers = [*asking.survey(subject, caller, STK2), *_about_nobody(subject, caller)]
        silent = [answer for answer in answers if not answer.cases]
        if len(silent) < 2:
            raise Inconclusive("no_silence")
        for other in silent[1:]:
            _judge_same(silent[0], other)


@rule("P-TAVS-2")
def test_silence_about_cases(subject: Subject) -> None:
    """A case that may not be seen is answered as one that does not exist."""
    for caller, answer in _shut(subject):
        if not answer.cases:
            _judge_same(_unknown(subject, caller), answer)


def _shut(subject: Subject) -> Iterator[tuple[str, Answer]]:
    """Ask about each case that was seen as a caller in its owner's sector."""
    settings = subject.settings
    for seen in sightings(subject):
        caller = settings.udk if seen.caller == settings.kommune else settings.kommune
        for sag in seen.cases[:2]:
            yield caller, asking.ask(subject, caller, seen.cpr, STK2, sag_uuid=sag.uuid)


def _unknown(subject: Subject, caller: str) -> Answer:
    return asking.ask(
        subject, caller, subject.settings.citizens[0], STK2, sag_uuid=subject.some_uuid
    )


def _about_nobody(subject: Subject, caller: str) -> Iterator[Answer]:
    """Ask about nobody; a provider that knows the number to be none refuses, and tells nothing."""
    for cpr in _NOBODY:
        request = asking.request(subject, caller, cpr, (asking.code(subject, STK2),))
        try:
            answer = reading.answer(subject, asking.tell(subject, request))
        except NotRun:
            continue
        if not answer.has_fejl:
            yield answer


def _judge_same(one: Answer, other: Answer) -> None:
    finding = difference(_bare(one), _bare(other), other.exchange)
    if finding is not None:
        raise Fails("silence_differs", finding, Finding(one.exchange))


def _bare(answer: Answer) -> Meaning:
    """Return what the answer's body says without the transaction's id and time."""
    svar = answer.svar

    def bare(text: str) -> str:
        for time in (svar.transaktions_tid, TIME):
            text = text.replace(time, "TID")
        return text.replace(svar.transaktions_id, "ID")

    return meaning(answer.body, bare)
