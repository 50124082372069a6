"""From what the user wrote to a journal: memory, a file, or a server."""

from __future__ import annotations

from sf1472_stub.journal.store import Journal, MemoryJournal

BOUND = 1000


def open_journal(url: str | None, bound: int = BOUND) -> Journal:
    """Return the journal at `url`, or None: the newest `bound` calls in memory.

    `url` is `sqlite:///file` (four slashes for an absolute path) or `postgresql://user@host/base`.
    Raises KitError when the journal cannot be had.
    """
    if url is None:
        return MemoryJournal(bound)
    from sf1472_stub.journal.sql import SqlJournal  # a third of the stub's start, so only if wanted

    return SqlJournal(url)
