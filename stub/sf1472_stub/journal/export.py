"""The journal as text for others: JSON Lines, and HAR for tools that show HTTP traffic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
from msgspec import Struct

from sf1472 import __version__, journal_format
from sf1472.journal_format import Headers, body_text
from sf1472_stub.journal.entry import Entry
from sf1472_stub.journal.mark import Mark
from sf1472_stub.journal.store import Filter, Journal

PAGE = 20  # entries in memory at a time: an answer can be megabytes


class Format(Struct, frozen=True):
    """A way to write entries: `head`, each entry with `between` between them, `tail`."""

    media_type: str
    encode: Callable[[Entry], bytes]
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


def walk(journal: Journal, filter_: Filter, before: str | None = None) -> Iterator[Entry]:
    """Yield matching entries, newest first, a few in memory at a time."""
    while True:
        page = journal.find(filter_, PAGE, before)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].id


def write(form: Format, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield `entries` in a format, piece by piece; the head comes with the first entry."""
    lead = form.head
    nothing = True
    for entry in entries:
        yield lead + form.encode(entry)
        lead, nothing = form.between, False
    yield form.head + form.tail if nothing else form.tail


def as_json(entry: Entry) -> bytes:
    """Return an entry as JSON in the journal's format."""
    fields = msgspec.structs.asdict(entry)
    for side in ("request", "response"):
        text, encoding = body_text(fields[f"{side}_body"], fields[f"{side}_headers"])
        fields |= {f"{side}_body": text, f"{side}_encoding": encoding}
    return msgspec.json.encode(journal_format.Entry(**fields))


def mark_as_json(mark: Mark) -> bytes:
    """Return a mark as JSON in the journal's format."""
    return msgspec.json.encode(journal_format.Mark(mark.id, mark.time, mark.kind, mark.data))


def as_lines(journal: Journal) -> Iterator[bytes]:
    """Yield the whole journal as JSON Lines: every call, newest first, then every mark."""
    yield from write(JSON_LINES, walk(journal, Filter()))
    for mark in journal.marks():
        yield mark_as_json(mark) + b"\n"


def as_har(entry: Entry) -> bytes:
    """Return an entry as one of the `entries` of HAR 1.2; what HAR has no field for is under `_`.

    A call that got no HTTP status has status 0, as browsers write it.
    """
    return msgspec.json.encode(
        {
            "startedDateTime": entry.time,
            "time": entry.milliseconds,
            "request": _har_request(entry),
            "response": _har_response(entry),
            "cache": {},
            "timings": {"send": 0, "wait": entry.milliseconds, "receive": 0},
            "_id": entry.id,
            "_scenario": entry.scenario,
            "_outcome": entry.outcome,
            "_fault": entry.fault,
            "_fejl": entry.fejl,
        }
    )


JSON_LINES = Format("application/jsonl", lambda entry: as_json(entry) + b"\n")
HAR = Format(
    "application/json",
    as_har,
    msgspec.json.encode(
        {"log": {"version": "1.2", "creator": {"name": "sf1472", "version": __version__}}}
    )[:-2]
    + b',"entries":[',
    b",\n",
    b"]}}",
)


def _har_request(entry: Entry) -> dict[str, Any]:
    host = _header(entry.request_headers, "host") or "localhost"
    url = f"http://{host}{entry.path}"
    text, encoding = body_text(entry.request_body, entry.request_headers)
    post = {"mimeType": _header(entry.request_headers, "content-type"), "params": [], "text": text}
    return {
        "method": entry.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(entry.request_headers),
        "queryString": _pairs(parse_qsl(urlsplit(url).query, keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(entry.request_body),
        "postData": post | ({} if encoding is None else {"_encoding": encoding}),
    }


def _har_response(entry: Entry) -> dict[str, Any]:
    text, encoding = body_text(entry.response_body, entry.response_headers)
    content = {
        "size": len(entry.response_body),
        "mimeType": _header(entry.response_headers, "content-type"),
        "text": text,
    }
    return {
        "status": entry.status or 0,
        "statusText": _phrase(entry.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(entry.response_headers),
        "content": content | ({} if encoding is None else {"encoding": encoding}),
        "redirectURL": _header(entry.response_headers, "location"),
        "headersSize": -1,
        "bodySize": len(entry.response_body),
    }


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _header(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _phrase(status: int | None) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
