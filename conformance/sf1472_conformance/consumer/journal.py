"""Reading a journal: the JSON Lines that the stub exports, calls and marks of an exam."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sf1472.errors import DataError
from sf1472.journal_format import Entry, Mark
from sf1472_conformance.messages.soap import parameter

__all__ = ["Entry", "JournalLines", "Mark", "charset", "read_journal"]


class JournalLines(msgspec.Struct, frozen=True):
    """A whole journal, oldest first."""

    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]


def read_journal(lines: Iterable[bytes], source: str | Path = "journalen") -> JournalLines:
    """Read JSON Lines, in any order. Raises DataError with the line that cannot be read."""
    entries: list[Entry] = []
    marks: list[Mark] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = msgspec.json.decode(line)
            if isinstance(fields, dict) and "mark" in fields:
                marks.append(msgspec.convert(fields, Mark))
            else:
                entries.append(msgspec.convert(fields, Entry))
        except msgspec.MsgspecError as error:
            raise DataError(
                source, f"er ikke en linje af en journal: {error}", line=number
            ) from error
    entries.sort(key=lambda entry: entry.id)
    marks.sort(key=lambda mark: mark.id)
    return JournalLines(tuple(entries), tuple(marks))


def charset(headers: Iterable[tuple[str, str]]) -> str | None:
    """Return the charset that a Content-Type states, in lower case."""
    for name, value in headers:
        if name.lower() == "content-type":
            found = parameter(value, "charset")
            return found.lower() if found is not None else None
    return None
