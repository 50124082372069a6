"""The clock of an exam: what is under way, since when, and when everything is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from sf1472.timing import Timing
from sf1472_conformance.consumer.pace import ASIDE, QUIET, Pace
from sf1472_conformance.consumer.situations import load_situations
from sf1472_conformance.consumer.venue import LookupRequest, SeenSoFar


class Clock(Timing):
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        """Return the seconds set."""
        return self.seconds


class Venue:
    """A journal that a test writes."""

    def __init__(self) -> None:
        self.all = {id_: SeenSoFar(0, 0) for id_ in load_situations()}
        self.noted: list[tuple[str, Mapping[str, str]]] = []

    def seen(self, situations: Iterable[str]) -> dict[str, SeenSoFar]:
        """Return what the test wrote."""
        return {id_: self.all[id_] for id_ in situations}

    def note(self, kind: str, data: Mapping[str, str]) -> None:
        """Keep a mark."""
        self.noted.append((kind, data))

    def call(self, situation: str) -> None:
        """Let a call come."""
        calls, told = self.all[situation]
        self.all[situation] = SeenSoFar(calls + 1, told)

    def tell(self, situation: str) -> None:
        """Let the consumer tell."""
        calls, told = self.all[situation]
        self.all[situation] = SeenSoFar(calls, told + 1)


class Exam:
    """A pace, its venue, and the time."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.venue = Venue()

    def of(self, *ids: str, **more: float) -> Pace:
        """Return the pace of some situations' lookups."""
        known = [load_situations()[id_] for id_ in ids]
        requests = tuple(LookupRequest(s, "", None) for s in known for _ in range(s.lookups))
        venue: Any = self.venue
        return Pace(venue, requests, timing=self.clock, **more)


@pytest.fixture
def exam() -> Exam:
    """An exam whose time stands still."""
    return Exam()


def test_every_lookup_of_a_situation_is_waited_for(exam: Exam) -> None:
    """One of two is not all, however quiet it is."""
    pace = exam.of("S-GEM-1")
    exam.venue.call("S-GEM-1")
    assert not pace.done()
    exam.clock.seconds += 1000 * QUIET
    assert not pace.done()
    exam.venue.call("S-GEM-1")
    assert not pace.done()
    exam.clock.seconds += QUIET + 1
    assert pace.done()


def test_all_told_is_over_at_once(exam: Exam) -> None:
    """A lookup whose outcome was told needs no call: it may come from what the consumer kept."""
    pace = exam.of("S-SVAR-1", "S-GEM-1")
    for situation in ("S-SVAR-1", "S-GEM-1"):
        exam.venue.call(situation)
        exam.venue.tell(situation)
    assert not pace.done()
    exam.venue.tell("S-GEM-1")
    assert pace.done()


def test_a_situation_has_its_deadline(exam: Exam) -> None:
    """From its first call, whatever more calls come, or from when the one before it was told of."""
    pace = exam.of("S-SVAR-1", "S-TID-3", "S-SLUT-1", aside=ASIDE)
    assert pace.left() == ASIDE + 30
    exam.clock.seconds += 200
    exam.venue.call("S-SVAR-1")
    assert pace.left() == 30
    exam.clock.seconds += 10
    exam.venue.call("S-SVAR-1")
    assert pace.left() == 20
    exam.venue.tell("S-SVAR-1")
    assert pace.left() == 180
    exam.clock.seconds += 5
    exam.venue.call("S-TID-3")
    assert pace.left() == 175
    exam.venue.call("S-SLUT-1")  # S-TID-3 was not told of, and is over
    assert pace.left() == 30
    exam.venue.tell("S-SLUT-1")  # or they come side by side
    assert pace.left() == 180
    exam.venue.tell("S-TID-3")
    assert pace.left() >= ASIDE


def test_the_whole_has_a_limit_too(exam: Exam) -> None:
    """The shorter counts."""
    assert exam.of("S-TID-3", end=exam.clock.seconds + 7).left() == 7


def test_a_cut_is_noted_where_something_is_under_way(exam: Exam) -> None:
    """Who told of everything is not cut off in anything."""
    pace = exam.of("S-SVAR-1", "S-SLUT-1")
    exam.venue.call("S-SLUT-1")
    pace.cut()
    assert exam.venue.noted == [("cut", {"situation": "S-SLUT-1"})]
    assert pace.cut_in is load_situations()["S-SLUT-1"]
    exam.venue.tell("S-SVAR-1")
    exam.venue.tell("S-SLUT-1")
    pace.cut()
    assert len(exam.venue.noted) == 1
