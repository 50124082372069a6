"""Holding an exam: the consumer is asked to look citizens up, and marks say what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from math import inf
from typing import NamedTuple, Protocol

from sf1472.timing import SYSTEM, Timing
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.consumer.pace import ASIDE, Pace
from sf1472_conformance.consumer.situations import ExpectedSituation
from sf1472_conformance.consumer.venue import LookupRequest, Venue
from sf1472_conformance.law.oracle import months_after
from sf1472_conformance.texts import ending

NAMED = 5  # situations that a problem is said to be in, before the rest are only counted


class End(NamedTuple):
    """How a trigger ended, in words, and whether it was as it should be."""

    reason: Wording
    well: bool = True


class Trigger(Protocol):
    """Makes the consumer look citizens up."""

    @property
    def together(self) -> bool:
        """Whether one run of it does all lookups, in its own order and time."""
        ...

    def run(self, venue: Venue, requests: tuple[LookupRequest, ...], pace: Pace, /) -> End:
        """Ask for lookups, wait until they are over or their time is up, and say how it ended."""
        ...


def conduct(
    venue: Venue,
    script: Iterable[ExpectedSituation],
    trigger: Trigger,
    today: date,
    watch: Callable[[ExpectedSituation], None] = lambda _: None,
    seconds: float | None = None,
    timing: Timing = SYSTEM,
) -> Wording:
    """Hold an exam and return in words how it ended; the journal has the rest.

    `today` is the stub's date; `watch` is told each situation as it begins, where they come one at
    a time; `seconds` is the longest that the exam may take on the clock of `timing`. A
    KeyboardInterrupt ends it early, and the journal says so.
    """
    situations = tuple(script)
    pairs = (f"{s.id}={venue.scenario(s.id)[0]}" for s in situations)
    venue.note("begun", {"situations": " ".join(pairs)})
    try:
        reason = _all(venue, situations, trigger, today, watch, seconds, timing)
    except KeyboardInterrupt:
        reason = ending("interrupted")
    venue.note("ended", {"reason": reason.da, "reason.en": reason.en})
    return reason


def _all(
    venue: Venue,
    situations: tuple[ExpectedSituation, ...],
    trigger: Trigger,
    today: date,
    watch: Callable[[ExpectedSituation], None],
    seconds: float | None,
    timing: Timing,
) -> Wording:
    end = timing.monotonic() + seconds if seconds is not None else inf
    if trigger.together:
        requests = tuple(r for s in situations for r in _requests(venue, s, today))
        for request in requests:
            _ask(venue, request)
        pace = Pace(venue, requests, end, ASIDE, timing)
        reason = trigger.run(venue, requests, pace).reason
        return _in(reason, (pace.cut_in.id,)) if pace.cut_in is not None else reason
    problems: dict[Wording, list[str]] = {}
    for situation in situations:
        watch(situation)
        for request in _requests(venue, situation, today):
            if timing.monotonic() >= end:
                return ending("time")
            _ask(venue, request)
            reason, well = trigger.run(
                venue, (request,), Pace(venue, (request,), end, timing=timing)
            )
            if not well:
                problems.setdefault(reason, []).append(situation.id)
    return _all_asked(problems)


def _all_asked(problems: Mapping[Wording, Iterable[str]]) -> Wording:
    """Say that nothing is left to ask for, and which situations met with which problems."""
    if not problems:
        return ending("all_seen")
    said = [_in(problem, tuple(dict.fromkeys(ids))) for problem, ids in problems.items()]
    words = Wording(da="; ".join(one.da for one in said), en="; ".join(one.en for one in said))
    return ending("all_asked", problems=words)


def _in(problem: Wording, situations: tuple[str, ...]) -> Wording:
    """Say in which situations there was a problem; of many, the first are named."""
    names, more = ", ".join(situations[:NAMED]), len(situations) - NAMED
    key = "in_more" if more > 0 else "in_these"
    return ending(key, problem=problem, situations=names, more=more)


def _requests(venue: Venue, situation: ExpectedSituation, today: date) -> Iterator[LookupRequest]:
    """Yield a situation's lookups; the last one with the clock ahead, where that is asked for."""
    _, citizen = venue.scenario(situation.id)
    for number in range(1, situation.lookups + 1):
        ahead = situation.ahead if number == situation.lookups else 0
        yield LookupRequest(situation, citizen, months_after(today, ahead) if ahead else None)


def _ask(venue: Venue, request: LookupRequest) -> None:
    data = {"situation": request.situation.id}
    if request.day is not None:
        data["date"] = request.day.isoformat()
    venue.note("asked", data)
