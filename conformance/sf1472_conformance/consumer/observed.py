"""What was observed of a consumer, as checks use it: its calls, its lookups, its silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf1472.message import Forespoergsel
from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.situations import ExpectedSituation
from sf1472_conformance.verdict.kinds import Fails, Inconclusive, NotApplicable, NotRun

_UNREAD = (405, 413, 415)  # refused before the message was looked at


@dataclass(frozen=True)
class Lookup:
    """One lookup: the situation it was in, and the attempts at it."""

    situation: ExpectedSituation
    attempts: tuple[Attempt, ...]

    @property
    def last(self) -> Attempt:
        """The last attempt."""
        return self.attempts[-1]


def calls(recording: Recording) -> tuple[Attempt, ...]:
    """Return every call. Raises NotRun when there is none."""
    if not recording.attempts:
        raise NotRun("no_calls")
    return recording.attempts


def messages(recording: Recording) -> list[Attempt]:
    """Return the calls whose message was looked at. Raises NotRun when there is none."""
    found = [attempt for attempt in calls(recording) if attempt.entry.status not in _UNREAD]
    if not found:
        raise NotRun("no_messages")
    return found


def requests(recording: Recording) -> Iterator[tuple[Attempt, Forespoergsel]]:
    """Yield the calls that can be read as requests. Raises NotRun when there is none."""
    found = [(a, a.request) for a in messages(recording) if a.request is not None]
    if not found:
        raise NotRun("no_requests")
    yield from found


def lookups(recording: Recording, *situations: str) -> list[Lookup]:
    """Return the lookups in some situations, all of them by default.

    Raises NotApplicable without an exam or with one that has none of the situations, NotRun when
    no call came in any of them.
    """
    if not recording.situations:
        raise NotApplicable("no_exam")
    wanted = [id_ for id_ in situations or recording.situations if id_ in recording.situations]
    if not wanted:
        raise NotApplicable("not_in_exam", situations=", ".join(situations))
    found = [
        Lookup(recording.situations[id_], attempts)
        for id_ in wanted
        for attempts in recording.lookups(id_)
    ]
    if not found:
        raise NotRun("not_seen", situations=", ".join(wanted))
    return found


def not_repeated(recording: Recording, text: str, *situations: str) -> None:
    """Fail with `text` where a lookup was tried again; silence alone proves nothing."""
    seen = lookups(recording, *situations)
    for lookup in seen:
        if len(lookup.attempts) > 1:
            found = [attempt.finding() for attempt in lookup.attempts[:2]]
            raise Fails(text, *found, situation=lookup.situation.name)
    for lookup in seen:
        alive(recording, lookup)


def alive(recording: Recording, lookup: Lookup) -> None:
    """Raise Inconclusive unless a lookup ended by itself, with a sign of life after it."""
    ended_itself(recording, lookup)
    if not recording.alive_after(lookup.last.begun):
        raise Inconclusive("silence", lookup.last.finding(), situation=lookup.situation.name)


def ended_itself(recording: Recording, lookup: Lookup) -> None:
    """Raise Inconclusive where the consumer was stopped in a lookup."""
    if recording.cut_after(lookup.situation.id, lookup.last.begun):
        raise Inconclusive("cut_off", lookup.last.finding(), situation=lookup.situation.name)
