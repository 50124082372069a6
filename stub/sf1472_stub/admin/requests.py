"""The journal over HTTP: find, count, clear, export."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Literal

from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

from sf1472_stub.admin.problem import JSON, Problem, answer
from sf1472_stub.admin.resource import ControlCall
from sf1472_stub.journal import Entry, Filter, Journal, with_journal
from sf1472_stub.journal.export import HAR, JSON_LINES, Format, as_json, as_lines, walk, write

MOST = 1000  # entries in one listing


class _Listing(Filter, frozen=True, forbid_unknown_fields=True, kw_only=True):
    limit: int = 100
    before: str | None = None


class _Export(Filter, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: Literal["jsonl", "har"] = "jsonl"


class Requests:
    """Answers what is asked about the calls in the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def find(self, call: ControlCall) -> Response:
        """Return matching calls, newest first, and how many there are in all."""
        wanted = _listing(call)
        total = await with_journal(self._journal, self._journal.count, wanted)
        tail = b'],"meta":{"total":%d}}' % total
        form = Format(JSON, as_json, b'{"requests":[', b",", tail)
        return await self._stream(form, self._entries(wanted))

    async def near_misses(self, call: ControlCall) -> Response:
        """Return calls that no scenario matched though one came close, newest first."""
        wanted = _listing(call)
        form = Format(JSON, as_json, b'{"near_misses":[', b",", b"]}")
        missed = (e for e in walk(self._journal, wanted, wanted.before) if e.near_miss is not None)
        return await self._stream(form, islice(missed, wanted.limit))

    async def export(self, call: ControlCall) -> Response:
        """Return every matching call as JSON Lines or HAR, newest first.

        All of a journal as JSON Lines ends with its marks.
        """
        wanted = call.query(_Export)
        _check(wanted)
        form = {"jsonl": JSON_LINES, "har": HAR}[wanted.format]
        whole = wanted == _Export()
        parts = as_lines(self._journal) if whole else write(form, walk(self._journal, wanted))
        response = await self._send(form.media_type, parts)
        name = f'attachment; filename="sf1472-journal.{wanted.format}"'
        response.headers["Content-Disposition"] = name
        return response

    async def get(self, call: ControlCall) -> Response:
        """Return one call."""
        entry = await with_journal(self._journal, self._journal.get, call.name("id"))
        if entry is None:
            text = "Kaldet findes ikke i journalen; se dem på /__admin/requests"
            raise Problem(404, text, call.request.url.path)
        return Response(as_json(entry), media_type=JSON)

    async def count(self, call: ControlCall) -> Response:
        """Return how many calls match."""
        wanted = call.query(Filter)
        _check(wanted)
        return answer({"count": await with_journal(self._journal, self._journal.count, wanted)})

    async def clear(self, _: ControlCall) -> Response:
        """Forget every call."""
        return answer({"removed": await with_journal(self._journal, self._journal.clear)})

    def _entries(self, wanted: _Listing) -> Iterator[Entry]:
        return islice(walk(self._journal, wanted, wanted.before), wanted.limit)

    async def _stream(self, form: Format, entries: Iterator[Entry]) -> Response:
        """Send entries as they are read."""
        return await self._send(form.media_type, write(form, entries))

    async def _send(self, media_type: str, parts: Iterator[bytes]) -> Response:
        """Send parts as they come; what fails at once still gets an answer of its own."""
        source = iterate_in_threadpool(parts) if self._journal.blocking else _in_place(parts)
        first = await anext(source)

        async def content() -> AsyncIterator[bytes]:
            yield first
            async for part in source:
                yield part

        return StreamingResponse(content(), media_type=media_type)


async def _in_place(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def _listing(call: ControlCall) -> _Listing:
    wanted = call.query(_Listing)
    _check(wanted)
    if not 1 <= wanted.limit <= MOST:
        raise Problem(400, f"skal være fra 1 til {MOST}", "limit")
    return wanted


def _check(filter_: Filter) -> None:
    if filter_.status is not None and not 100 <= filter_.status <= 599:
        raise Problem(400, "skal være en HTTP-status fra 100 til 599", "status")
