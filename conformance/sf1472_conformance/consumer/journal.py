"""Reading a journal: the JSON Lines that the stub exports, calls and marks of an exam."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from sf1472.errors import DataError
from sf1472_conformance.messages.soap import parameter

MASK = "******-****"  # what the journal writes in place of a CPR number


class Entry(msgspec.Struct, frozen=True):
    """One call: `time` is when it came, `milliseconds` how long until its answer was ready.

    `scenario` is the id of the scenario that was played; `status` is None when nothing was sent;
    `outcome` is `svar` or the connection fault that ended the call; `citizen_at` where the number
    of the citizen asked about stood besides the criterion. Bodies are text, or base64
    where `…_encoding` says so. A later edition of the stub may write more fields.
    """

    id: str
    time: datetime
    method: str
    path: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    milliseconds: float
    request_encoding: str | None = None
    scenario: str | None = None
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: str = ""
    response_encoding: str | None = None
    outcome: str = "svar"
    fault: str | None = None
    fejl: tuple[str, ...] = ()
    citizen_at: tuple[str, ...] = ()

    @property
    def request(self) -> bytes:
        """The request's body as it came, CPR numbers masked."""
        return _content(self.request_body, self.request_encoding, self.request_headers)

    @property
    def response(self) -> bytes:
        """The response's body as it was sent, CPR numbers masked."""
        return _content(self.response_body, self.response_encoding, self.response_headers)


class Mark(msgspec.Struct, frozen=True):
    """A mark of an exam; `mark` is its kind and `data` what it says."""

    id: str
    time: datetime
    mark: str
    data: Mapping[str, str] = {}


class Journal(msgspec.Struct, frozen=True):
    """A whole journal, oldest first."""

    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]


def read_journal(lines: Iterable[bytes], source: str | Path = "journalen") -> Journal:
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
    return Journal(tuple(entries), tuple(marks))


def charset(headers: Iterable[tuple[str, str]]) -> str | None:
    """Return the charset that a Content-Type states, in lower case."""
    for name, value in headers:
        if name.lower() == "content-type":
            found = parameter(value, "charset")
            return found.lower() if found is not None else None
    return None


def _content(text: str, encoding: str | None, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Undo the export: base64 is raw bytes, text was decoded by the charset stated, else UTF-8."""
    if encoding == "base64":
        return base64.b64decode(text)
    stated = charset(headers) or "utf-8"
    try:
        return text.encode(stated)
    except (LookupError, UnicodeEncodeError):
        return text.encode()
