"""Holding an exam: the consumer is asked to look citizens up, and marks say what it was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from sf1472_conformance.catalogue import Wording
from sf1472_conformance.consumer.situations import Situation
from sf1472_conformance.oracle import months_after
from sf1472_conformance.texts import ending

Noted = Literal["begun", "asked", "told", "ended"]
QUIET = 10.0  # seconds without a call after which a lookup is over
POLL = 0.05  # seconds between looks at the journal


class Venue(Protocol):
    """Where an exam is held: the stub, as the exam sees it."""

    @property
    def url(self) -> str:
        """The service's address."""
        ...

    @property
    def outcomes_url(self) -> str:
        """Where the consumer tells what came of a lookup."""
        ...

    @property
    def token(self) -> str | None:
        """What must be shown there, if anything."""
        ...

    def scenario(self, situation: str) -> tuple[str, str]:
        """Return the id of the scenario that plays a situation, and its citizen's CPR number."""
        ...

    def note(self, kind: Noted, data: Mapping[str, str]) -> None:
        """Leave a mark in the journal."""
        ...

    def tell(self, situation: str, outcome: str, **more: str) -> None:
        """Note what the consumer said came of a lookup."""
        ...

    def calls(self, situation: str) -> int:
        """Return how many calls came in a situation so far."""
        ...

    def told(self, situation: str) -> int:
        """Return how many times the consumer told of a situation so far."""
        ...


@dataclass(frozen=True)
class Request:
    """One lookup that is asked for; `day` is what the consumer's clock should say, if anything."""

    situation: Situation
    citizen: str
    day: date | None


class Trigger(Protocol):
    """Makes the consumer look citizens up."""

    @property
    def together(self) -> bool:
        """Whether one run of it does all lookups, in its own order and time."""
        ...

    def run(
        self,
        venue: Venue,
        requests: tuple[Request, ...],
        done: Callable[[], bool],
        seconds: float | None,
        /,
    ) -> Wording:
        """Ask for lookups and return in words how it ended, within `seconds` if there is a limit.

        `done` says whether everything asked for has been seen, for a trigger that cannot tell.
        """
        ...


def conduct(
    venue: Venue,
    script: Iterable[Situation],
    trigger: Trigger,
    today: date,
    watch: Callable[[Situation], None] = lambda _: None,
    seconds: float | None = None,
) -> Wording:
    """Hold an exam and return in words how it ended; the journal has the rest.

    `today` is the stub's date; `watch` is told each situation as it begins, where they come one at
    a time; `seconds` is the longest that the exam may take. A KeyboardInterrupt ends it early, and
    the journal says so.
    """
    situations = tuple(script)
    pairs = (f"{s.id}={venue.scenario(s.id)[0]}" for s in situations)
    venue.note("begun", {"situations": " ".join(pairs)})
    try:
        reason = _all(venue, situations, trigger, today, watch, seconds)
    except KeyboardInterrupt:
        reason = ending("interrupted")
    venue.note("ended", {"reason": reason.da, "reason.en": reason.en})
    return reason


def _all(
    venue: Venue,
    situations: tuple[Situation, ...],
    trigger: Trigger,
    today: date,
    watch: Callable[[Situation], None],
    seconds: float | None,
) -> Wording:
    end = time.monotonic() + seconds if seconds is not None else None
    if trigger.together:
        requests = tuple(r for s in situations for r in _requests(venue, s, today))
        for request in requests:
            _ask(venue, request)
        return trigger.run(venue, requests, _Quiet(venue, situations).done, seconds)
    for situation in situations:
        watch(situation)
        for request in _requests(venue, situation, today):
            left = min(situation.deadline, end - time.monotonic()) if end else situation.deadline
            if left <= 0:
                return ending("time")
            _ask(venue, request)
            trigger.run(venue, (request,), _Quiet(venue, (situation,)).done, left)
    return ending("all_seen")


def _requests(venue: Venue, situation: Situation, today: date) -> Iterator[Request]:
    """Yield a situation's lookups; the last one with the clock ahead, where that is asked for."""
    _, citizen = venue.scenario(situation.id)
    for number in range(1, situation.lookups + 1):
        ahead = situation.ahead if number == situation.lookups else 0
        yield Request(situation, citizen, months_after(today, ahead) if ahead else None)


def _ask(venue: Venue, request: Request) -> None:
    data = {"situation": request.situation.id}
    if request.day is not None:
        data["date"] = request.day.isoformat()
    venue.note("asked", data)


class _Quiet:
    """Says when lookups are over: told of, or silent for a while after their last call."""

    def __init__(self, venue: Venue, situations: tuple[Situation, ...]) -> None:
        self._venue = venue
        self._situations = situations
        self._before = {s.id: (venue.calls(s.id), venue.told(s.id)) for s in situations}
        self._begun = self._changed = time.monotonic()
        self._seen = self._count()

    def done(self) -> bool:
        """Say whether all lookups are over, or their deadlines have passed."""
        now, count = time.monotonic(), self._count()
        if count != self._seen:
            self._seen, self._changed = count, now
        if all(self._told(s) for s in self._situations):
            return True
        if all(self._called(s) for s in self._situations) and now - self._changed > QUIET:
            return True
        allowed = sum(s.deadline * s.lookups for s in self._situations)
        return now - self._begun > allowed

    def _told(self, situation: Situation) -> bool:
        return self._venue.told(situation.id) - self._before[situation.id][1] >= self._due(
            situation
        )

    def _called(self, situation: Situation) -> bool:
        return self._venue.calls(situation.id) > self._before[situation.id][0]

    def _due(self, situation: Situation) -> int:
        """Return how many lookups are waited for: one at a time, or all of them together."""
        return situation.lookups if len(self._situations) > 1 else 1

    def _count(self) -> int:
        return sum(self._venue.calls(s.id) + self._venue.told(s.id) for s in self._situations)
