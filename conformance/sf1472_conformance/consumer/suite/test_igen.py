"""C-IGEN: trying again, in measure."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, median
from typing import NoReturn

from sf1472_conformance.consumer.attempts import Attempt, pauses
from sf1472_conformance.consumer.observed import Lookup, alive, ended_itself, lookups, not_repeated
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive

MOST = 5  # attempts
SHORTEST = 0.1  # seconds of a pause
AT_ONCE = 0.02  # seconds that pass when nobody waits
STEADY = (0.05, 0.03)  # pauses that differ by less, of their length and in seconds, are the same
SERIES = 3  # so many pauses tell whether they vary
# A pause drawn between nothing and a bound ("full jitter") may well be short, and a later one
# shorter than the first. So chance is allowed for: with three attempts in nine lookups, such a
# consumer fails in less than one exam of two hundred.
CHANCE = 3  # so many pauses at once are chance still
ALIKE = 0.1  # of the first pause: later ones that differ by less are as long
ENOUGH = 6  # so many lookups tell whether pauses shrink, and by what
SHRUNK, GROWN = 0.8, 1.1  # the last pauses of the first, on average
PUNCTUAL = 0.05  # seconds by which clocks may disagree
WAITS = ("S-HTTP-3", "S-HTTP-4", "S-DRIFT-2")  # the answer says Retry-After
PASSING = (
    *("S-SOAP-2", "S-HTTP-1", "S-HTTP-2", "S-HTTP-8", "S-TID-3"),
    *("S-NET-1", "S-NET-2", "S-NET-3", "S-NET-4"),
)

ANSWERED = ("S-SVAR-1", "S-SVAR-2", "S-SVAR-3")


def redirected(attempt: Attempt) -> bool:
    """Say whether a call was answered by another address."""
    return attempt.entry.status in (301, 302, 303, 307, 308)


@rule("C-IGEN-1")
def test_bounded(recording: Recording) -> None:
    """No lookup is tried more than five times; C-HTTP-8 judges who follows a redirect."""
    seen = lookups(recording, *PASSING, *WAITS)
    every = lookups(recording)
    for lookup in every:
        tried = 1 + sum(not redirected(earlier) for earlier in lookup.attempts[:-1])
        if tried > MOST:
            found = _timeline(lookup, f"≤ {MOST}", str(tried))
            raise Fails("too_many_attempts", *found, situation=lookup.situation.name)
    for lookup in every:
        ended_itself(recording, lookup)
    for lookup in seen:
        alive(recording, lookup)


@rule("C-IGEN-2")
def test_growing_pauses(recording: Recording) -> None:
    """Each new attempt waits, the later ones longer."""
    series = _series(recording)
    short = _judge_short(series)
    _judge_growth([(lookup, waited) for lookup, waited in series if len(waited) > 1])
    if short:
        raise Inconclusive("too_few_pauses", *_timeline(series[0][0]), count=SERIES)


@rule("C-IGEN-3")
def test_varied_pauses(recording: Recording) -> None:
    """The first pauses of several lookups differ; C-IGEN-2 judges what is too short for one."""
    series = _series(recording)
    first = [waited[0] for _, waited in series if waited[0] >= SHORTEST]
    if len(first) < SERIES:
        raise Inconclusive("too_few_pauses", count=SERIES)
    share, seconds = STEADY
    if max(first) - min(first) < max(share * median(first), seconds):
        found = ", ".join(f"{pause:.2f} s" for pause in first)
        raise Fails("same_pauses", series[0][0].last.finding("", found))


@rule("C-IGEN-4")
def test_retry_after(recording: Recording) -> None:
    """No attempt comes before the time that Retry-After says."""
    seen = lookups(recording, *WAITS)
    for lookup in seen:
        for earlier, later in pairwise(lookup.attempts):
            wanted = _retry_after(earlier)
            waited = later.begun - earlier.ended
            if wanted is not None and waited < wanted - PUNCTUAL:
                found = _timeline(lookup, f"≥ {wanted} s", f"{waited:.2f} s")
                raise Fails("retry_after_broken", *found, situation=lookup.situation.name)
    for lookup in seen:
        alive(recording, lookup)


@rule("C-IGEN-5")
def test_business_error(recording: Recording) -> None:
    """A Fejl is an answer."""
    not_repeated(recording, "business_error_repeated", "S-FEJL-1", "S-FEJL-2", "S-FEJL-3")


@rule("C-IGEN-6")
def test_refused_message(recording: Recording) -> None:
    """What was refused as wrong is not sent again as it was."""
    seen = lookups(recording, "S-SOAP-1")
    for lookup in seen:
        for earlier, later in pairwise(lookup.attempts):
            if _question(earlier) == _question(later):
                found = _timeline(lookup, "1", str(len(lookup.attempts)))
                raise Fails("refused_message_repeated", *found)
    for lookup in seen:
        alive(recording, lookup)


@rule("C-IGEN-7")
def test_no_access(recording: Recording) -> None:
    """Neither access nor address comes by asking again."""
    not_repeated(recording, "refused_access_repeated", "S-HTTP-5", "S-HTTP-6", "S-HTTP-7")


@rule("C-IGEN-8")
def test_closed(recording: Recording) -> None:
    """Closed is closed."""
    not_repeated(recording, "closed_repeated", "S-DRIFT-1")


@rule("C-IGEN-9")
def test_one_at_a_time(recording: Recording) -> None:
    """An attempt begins when the one before it has ended."""
    seen = [lookup for lookup in lookups(recording) if lookup.situation.id != "S-TID-1"]
    repeated = False
    for lookup in seen:
        for earlier, later in pairwise(lookup.attempts):
            repeated = True
            if later.begun < earlier.ended:
                found = _timeline(lookup)
                raise Fails("attempts_overlap", *found, situation=lookup.situation.name)
    if not repeated:
        for lookup in lookups(recording, *PASSING, *WAITS):
            alive(recording, lookup)


@rule("C-IGEN-10")
def test_tried_again(recording: Recording) -> None:
    """One failure that passes is no reason to give up."""
    for lookup in lookups(recording, "S-DRIFT-2"):
        if len(lookup.attempts) == 1 and not lookup.last.succeeded:
            alive(recording, lookup)
            raise Fails("not_tried_again", *_timeline(lookup, "≥ 2", "1"))


@rule("C-IGEN-11")
def test_same_question(recording: Recording) -> None:
    """A new attempt asks nothing else."""
    repeated = False
    for lookup in lookups(recording):
        for earlier, later in pairwise(lookup.attempts):
            repeated = True
            if _question(earlier) != _question(later):
                found = (later.finding(), earlier.finding())
                raise Fails("other_question", *found, situation=lookup.situation.name)
    if not repeated:
        raise Inconclusive("no_retries")


@rule("C-IGEN-12")
def test_answered_once(recording: Recording) -> None:
    """What was answered is not asked again."""
    lookups(recording, *ANSWERED)
    for id_ in ANSWERED:
        answered = [attempt for attempt in recording.of(id_) if attempt.succeeded]
        known = recording.situations.get(id_)
        if known is not None and len(answered) > known.lookups:
            found = [attempt.finding() for attempt in answered[: MOST + 1]]
            raise Fails("answer_asked_again", *found, situation=known.name)


def _series(recording: Recording) -> list[tuple[Lookup, list[float]]]:
    """Return the pauses of the lookups whose failures ask for no certain wait.

    Attempts that overlap have no pause between them; C-IGEN-9 judges that.
    """
    tried = [(lookup, pauses(lookup.attempts)) for lookup in lookups(recording, *PASSING)]
    found = [(lookup, waited) for lookup, waited in tried if waited and min(waited) >= 0]
    if not found:
        raise Inconclusive("no_retries")
    return found


def _judge_short(series: list[tuple[Lookup, list[float]]]) -> bool:
    """Fail where nobody waits before the first attempt, the second, …; say if chance may be why."""
    unsure = False
    for number in range(max(len(waited) for _, waited in series)):
        reached = [(lookup, waited[number]) for lookup, waited in series if len(waited) > number]
        if max(pause for _, pause in reached) < SHORTEST:
            if len(reached) >= SERIES:
                _fail_short(*reached[0])
            unsure = True
    at_once = [(lookup, min(waited)) for lookup, waited in series if min(waited) < AT_ONCE]
    if len(at_once) > CHANCE:
        _fail_short(*at_once[0])
    return unsure


def _fail_short(lookup: Lookup, pause: float) -> NoReturn:
    found = _timeline(lookup, f"≥ {SHORTEST} s", f"{pause:.3f} s")
    raise Fails("no_pause", *found, situation=lookup.situation.name)


def _judge_growth(longer: list[tuple[Lookup, list[float]]]) -> None:
    """Fail where the last pauses are as long as the first, or shorter; Inconclusive if unclear."""
    if not longer:
        return
    ends = [(waited[0], waited[-1]) for _, waited in longer]
    grown = mean(last for _, last in ends) / max(mean(first for first, _ in ends), AT_ONCE)
    steady = all(abs(last - first) <= ALIKE * first for first, last in ends)
    if (steady and len(ends) >= SERIES) or (grown < SHRUNK and len(ends) >= ENOUGH):
        lookup, waited = longer[0]
        found = _timeline(lookup, "", ", ".join(f"{pause:.2f} s" for pause in waited))
        raise Fails("pauses_do_not_grow", *found)
    if grown < GROWN:
        raise Inconclusive("growth_unclear", *_timeline(longer[0][0]))


def _question(attempt: Attempt) -> object:
    """Return what a call asks, without its identification."""
    request = attempt.request
    if request is None:
        return attempt.entry.request_body
    return request.myndighed_cvr, request.sag_uuid, request.cpr_nummer, request.grupper


def _timeline(lookup: Lookup, expected: str = "", found: str = "") -> list[Finding]:
    """Return the attempts at a lookup as evidence; the first says what was expected and found."""
    first, *rest = lookup.attempts[: MOST + 1]
    return [first.finding(expected, found), *(attempt.finding() for attempt in rest)]


def _retry_after(attempt: Attempt) -> int | None:
    for name, value in attempt.entry.response_headers:
        if name.lower() == "retry-after" and value.strip().isdecimal():
            return int(value)
    return None
