"""C-TRANS: the transaction's identification."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from sf1472.masking import MASK
from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.observed import lookups, requests
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.telling import judge_told
from sf1472_conformance.law.oracle import DENMARK, parse_date_time
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Inconclusive, NotRun

ALLOWANCE = timedelta(minutes=5)  # how wrong a consumer's clock may be


@rule("C-TRANS-1")
def test_an_id_of_its_own(recording: Recording) -> None:
    """No two lookups share a TransaktionsId."""
    seen: dict[str, Attempt] = {}
    for lookup in lookups(recording):
        own = {id_: attempt for attempt, id_ in _identified(lookup.attempts)}
        for id_, attempt in own.items():
            if id_ in seen:
                raise Fails("same_id", attempt.finding("", id_), seen[id_].finding())
        seen |= own
    if len(seen) < 2:
        raise Inconclusive("too_few_ids")


@rule("C-TRANS-2")
def test_repeated_under_the_same_id(recording: Recording) -> None:
    """The attempts of one lookup share its TransaktionsId."""
    repeated = False
    for lookup in lookups(recording):
        ids = [(id_, attempt) for attempt, id_ in _identified(lookup.attempts)]
        repeated = repeated or len(ids) > 1
        for id_, attempt in ids[1:]:
            if id_ != ids[0][0]:
                raise Fails("new_id", attempt.finding(ids[0][0], id_), ids[0][1].finding())
    if not repeated:
        raise Inconclusive("no_retries")


@rule("C-TRANS-3")
def test_time_of_the_call(recording: Recording) -> None:
    """TransaktionsTid is when the call came, give or take five minutes."""
    judged = False
    for attempt, stated in _timed(recording):
        judged = True
        came = attempt.entry.time
        if abs(stated - came) > ALLOWANCE:
            raise Fails("wrong_time", attempt.finding(f"{came:%Y-%m-%d %H:%M}Z", str(stated)))
    if not judged:
        raise NotRun("no_requests")


@rule("C-TRANS-4")
def test_time_zone(recording: Recording) -> None:
    """TransaktionsTid has a zone."""
    for attempt, request in requests(recording):
        try:
            zoned = parse_date_time(request.transaktions_tid).zoned
        except (ValueError, OverflowError):
            continue
        if not zoned:
            raise Fails("no_zone", attempt.finding("+01:00 / Z", request.transaktions_tid))


@rule("C-TRANS-5")
def test_foreign_answer(recording: Recording) -> None:
    """An answer to another TransaktionsId is refused."""
    judge_told(recording, "S-XML-6")


@rule("C-TRANS-6")
def test_stale_answer(recording: Recording) -> None:
    """An earlier call's answer is refused."""
    judge_told(recording, "S-XML-7")


def _identified(attempts: tuple[Attempt, ...]) -> Iterator[tuple[Attempt, str]]:
    """Yield the attempts whose id can be told from others; the journal may have masked it."""
    for attempt in attempts:
        if attempt.request is not None and MASK not in attempt.request.transaktions_id:
            yield attempt, attempt.request.transaktions_id


def _timed(recording: Recording) -> Iterator[tuple[Attempt, datetime]]:
    """Yield calls with what their TransaktionsTid says, in UTC; not those with a moved clock."""
    for attempt, request in requests(recording):
        situation = recording.situations.get(recording.situation(attempt) or "")
        if situation is not None and situation.ahead:
            continue
        try:
            instant = parse_date_time(request.transaktions_tid)
        except (ValueError, OverflowError):
            continue
        zone = timezone.utc if instant.zoned else DENMARK
        yield attempt, instant.whole.replace(tzinfo=zone).astimezone(timezone.utc)
