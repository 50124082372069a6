"""How far an exam is: which situation is under way, since when, and whether it takes too long."""

from __future__ import annotations

from collections import Counter
from math import inf

from sf1472.timing import SYSTEM, Timing
from sf1472_conformance.consumer.situations import ExpectedSituation
from sf1472_conformance.consumer.venue import LookupRequest, Venue

QUIET = 10.0  # seconds without a call after which a lookup is over
ASIDE = 300.0  # seconds that a command gets before its first lookup, and after: it may be a build


class Pace:
    """The clock of some lookups, moved by what the journal shows.

    The situation under way is the one of the newest call; once the consumer has said what came of
    it, it is the next one still missing. Its deadline counts from that moment. `cut_in` is where
    the consumer was cut off.

    Parameters: `requests` are the lookups; `end` is when all of them must be over, in seconds of
    `timing`'s monotonic clock; `aside` is how long, in seconds, the consumer may do other things
    before and after.
    """

    def __init__(
        self,
        venue: Venue,
        requests: tuple[LookupRequest, ...],
        end: float = inf,
        aside: float = 0.0,
        timing: Timing = SYSTEM,
    ) -> None:
        self._timing = timing
        self.cut_in: ExpectedSituation | None = None
        self._venue = venue
        self._situations = tuple(dict.fromkeys(request.situation for request in requests))
        self._due = Counter(request.situation.id for request in requests)
        self._end = end
        self._aside = aside
        self._before = self._seen = venue.seen(self._due)
        self._under_way = self._situations[0]
        self._changed = self._timing.monotonic()
        self._since = self._changed + aside

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self._timing.sleep(seconds)

    def done(self) -> bool:
        """Say whether each lookup has a reported outcome, or a call and then quiet."""
        self._look()
        if all(map(self._told, self._situations)):
            return True
        made = all(self._told(s) or self._called(s) for s in self._situations)
        return made and self._timing.monotonic() - self._changed > QUIET

    def left(self) -> float:
        """Return the seconds left of the situation under way, and of the whole."""
        self._look()
        deadline = self._under_way.deadline * self._due[self._under_way.id]
        return min(self._since + deadline - self._timing.monotonic(), self.left_in_all())

    def left_in_all(self) -> float:
        """Return the seconds left of the whole."""
        return self._end - self._timing.monotonic()

    def cut(self) -> None:
        """Leave a mark that the consumer is cut off in the situation under way, if one is."""
        self._look()
        if not self._told(self._under_way):
            self.cut_in = self._under_way
            self._venue.note("cut", {"situation": self.cut_in.id})

    def _look(self) -> None:
        seen = self._venue.seen(self._due)
        changed = [s for s in self._situations if seen[s.id] != self._seen[s.id]]
        if not changed:
            return
        self._seen, self._changed = seen, self._timing.monotonic()
        current = self._waited_for() if self._told(changed[-1]) else changed[-1]
        if current is None:
            self._since = self._changed + self._aside
        elif current is self._under_way:
            self._since = min(self._since, self._changed)
        else:
            self._under_way, self._since = current, self._changed

    def _waited_for(self) -> ExpectedSituation | None:
        """Return the first situation without a call, else without an outcome; None at the end."""
        untold = [situation for situation in self._situations if not self._told(situation)]
        return next((s for s in untold if not self._called(s)), next(iter(untold), None))

    def _told(self, situation: ExpectedSituation) -> bool:
        id_ = situation.id
        return self._seen[id_].told - self._before[id_].told >= self._due[id_]

    def _called(self, situation: ExpectedSituation) -> bool:
        id_ = situation.id
        return self._seen[id_].calls - self._before[id_].calls >= self._due[id_]
