"""A journal's tables: calls with a column for all one can search by, and marks; each a document."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    literal,
    or_,
)

from sf1472_stub.journal.entry import Entry
from sf1472_stub.journal.mark import Mark
from sf1472_stub.journal.store import SAME, Filter, has_problem

_SEPARATOR = "\n"

metadata = MetaData()
calls = Table(
    "sf1472_kald",
    metadata,
    Column("id", String, primary_key=True),
    Column("caller", String),
    Column("scenario", String),
    Column("fault", String),
    Column("fejl", String, nullable=False),
    Column("transaktions_id", String),
    Column("status", Integer),
    Column("outcome", String, nullable=False),
    Column("problem", Boolean, nullable=False),
    Column("request_body", LargeBinary, nullable=False),
    Column("response_body", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False),
    *(Index(f"sf1472_kald_{name}", name, "id") for name in (*SAME, "problem")),
)
marks = Table(
    "sf1472_maerker",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)
_decoder = msgspec.msgpack.Decoder(Entry)
_mark_decoder = msgspec.msgpack.Decoder(Mark)


def row(entry: Entry) -> dict[str, Any]:
    """Return the row that keeps `entry`. The document has everything but the bodies."""
    values: dict[str, Any] = {name: _text(getattr(entry, name)) for name in SAME}
    rest = msgspec.structs.replace(entry, request_body=b"", response_body=b"")
    return values | {
        "id": entry.id,
        "fejl": _list(entry.fejl),
        "problem": has_problem(entry),
        "request_body": entry.request_body,
        "response_body": entry.response_body,
        "document": msgspec.msgpack.encode(rest),
    }


def entry_of(document: bytes, request_body: bytes, response_body: bytes) -> Entry:
    """Return the entry that a row keeps."""
    rest = _decoder.decode(document)
    return msgspec.structs.replace(rest, request_body=request_body, response_body=response_body)


def mark_row(mark: Mark) -> dict[str, Any]:
    """Return the row that keeps `mark`."""
    return {"id": mark.id, "document": msgspec.msgpack.encode(mark)}


def mark_of(document: bytes) -> Mark:
    """Return the mark that a row keeps."""
    return _mark_decoder.decode(document)


def conditions(filter_: Filter, dialect: str) -> list[ColumnElement[bool]]:
    """Return what rows must fulfil for `Filter.matches` to hold of their entries."""
    wanted = {name: getattr(filter_, name) for name in SAME}
    found = [calls.c[name] == _text(value) for name, value in wanted.items() if value is not None]
    if filter_.problem is not None:
        found.append(calls.c.problem.is_(filter_.problem))
    if filter_.fejl is not None:
        found.append(calls.c.problem)  # has an index, and every call with a Fejl is one
        found.append(calls.c.fejl.contains(_list((filter_.fejl,)), autoescape=True))
    if filter_.text is not None:
        text = filter_.text.encode()
        bodies = (calls.c.request_body, calls.c.response_body)
        found.append(or_(*(_within(text, body, dialect) for body in bodies)))
    return found


def _within(text: bytes, body: ColumnElement[bytes], dialect: str) -> ColumnElement[bool]:
    """Say in SQL that `body` holds `text`, byte for byte."""
    part = literal(text, LargeBinary)
    place = func.instr(body, part) if dialect == "sqlite" else func.position(part.op("IN")(body))
    return place > 0


def _list(codes: tuple[str, ...]) -> str:
    """Put codes on a line each, so that a whole code can be looked for."""
    return "".join(f"{_SEPARATOR}{_text(code)}{_SEPARATOR}" for code in codes)


def _text(value: Any) -> Any:
    """Return a text that every database takes: PostgreSQL's cannot hold NUL."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
