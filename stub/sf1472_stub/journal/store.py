"""Where entries are kept: the seam, and the bounded memory that is the default."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from sf1472_stub.journal.entry import Entry
from sf1472_stub.journal.mark import Mark

SAME = ("caller", "scenario", "fault", "transaktions_id", "status", "outcome")
"""The fields of a `Filter` that an entry must have the same value of."""


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """Which entries are meant; None means any. `text` is looked for in both bodies.

    `problem` True means calls that ended in a fault, a Fejl, a schema error or a connection fault.
    """

    caller: str | None = None
    scenario: str | None = None
    fault: str | None = None
    fejl: str | None = None
    transaktions_id: str | None = None
    status: int | None = None
    outcome: str | None = None
    problem: bool | None = None
    text: str | None = None

    def matches(self, entry: Entry) -> bool:
        """Say whether `entry` is meant."""
        if any(getattr(self, n) not in (None, getattr(entry, n)) for n in SAME):
            return False
        if self.fejl is not None and self.fejl not in entry.fejl:
            return False
        if self.problem is not None and self.problem is not has_problem(entry):
            return False
        return self.text is None or any(
            self.text.encode() in body for body in (entry.request_body, entry.response_body)
        )


def has_problem(entry: Entry) -> bool:
    """Say whether the call ended otherwise than with a plain answer."""
    return bool(entry.fault or entry.fejl or entry.breaches or entry.outcome != "svar") or (
        entry.status is not None and entry.status >= 400
    )


class Journal(Protocol):
    """A store of entries. Methods may block; the endpoint calls `append` before it answers."""

    blocking: bool
    """Whether calls go to a disk or a network, so that they belong in a thread."""

    def append(self, entry: Entry) -> None:
        """Keep `entry`; when this returns, it is kept."""

    def get(self, id_: str) -> Entry | None:
        """Return the entry with this id."""

    def find(self, filter_: Filter, limit: int = 100, before: str | None = None) -> Sequence[Entry]:
        """Return matching entries, newest first; `before` an id continues a listing."""

    def count(self, filter_: Filter) -> int:
        """Return how many entries match."""

    def note(self, mark: Mark) -> None:
        """Keep a mark."""

    def marks(self) -> Sequence[Mark]:
        """Return every mark, oldest first."""

    def clear(self) -> int:
        """Forget every entry and mark; return how many entries there were."""

    def close(self) -> None:
        """Let go of what the store holds open."""


class MemoryJournal:
    """The newest entries in memory; the oldest give way past `bound` entries or `size` bytes."""

    blocking = False

    def __init__(self, bound: int = 1000, size: int = 64 * 1024 * 1024) -> None:
        self._bound = bound
        self._size = size
        self._held = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._marks: list[Mark] = []

    def append(self, entry: Entry) -> None:
        """Keep `entry`, and let the oldest go when there is no room."""
        self._entries[entry.id] = entry
        self._held += _weight(entry)
        while len(self._entries) > self._bound or (
            self._held > self._size and len(self._entries) > 1
        ):
            _, oldest = self._entries.popitem(last=False)
            self._held -= _weight(oldest)

    def get(self, id_: str) -> Entry | None:
        """Return the entry with this id."""
        return self._entries.get(id_)

    def find(self, filter_: Filter, limit: int = 100, before: str | None = None) -> list[Entry]:
        """Return matching entries, newest first; `before` an id continues a listing."""
        found: list[Entry] = []
        for entry in sorted(self._entries.values(), key=lambda e: e.id, reverse=True):
            if len(found) == limit:
                break
            if (before is None or entry.id < before) and filter_.matches(entry):
                found.append(entry)
        return found

    def count(self, filter_: Filter) -> int:
        """Return how many entries match."""
        return sum(filter_.matches(entry) for entry in self._entries.values())

    def note(self, mark: Mark) -> None:
        """Keep a mark; marks are few and none gives way."""
        self._marks.append(mark)

    def marks(self) -> list[Mark]:
        """Return every mark, oldest first."""
        return list(self._marks)

    def clear(self) -> int:
        """Forget every entry and mark; return how many entries there were."""
        count = len(self._entries)
        self._entries.clear()
        self._marks.clear()
        self._held = 0
        return count

    def close(self) -> None:
        """Nothing is held open."""


def _weight(entry: Entry) -> int:
    return len(entry.request_body) + len(entry.response_body)
