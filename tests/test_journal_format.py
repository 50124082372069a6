"""The journal's wire format: what the stub writes, the kit reads back, to the byte."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf1472 import journal_format
from sf1472.journal_format import body_bytes, body_text
from sf1472_conformance.consumer.journal import read_journal
from sf1472_stub.journal import Entry, MemoryJournal, new_mark
from sf1472_stub.journal.export import as_json, as_lines, mark_as_json

from .stub.journal.entries import an_entry, entries

CHARSETS = [
    None,
    "UTF-8",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
    "utf-16",
    "utf-16le",
    "utf-16be",
    "utf-7",
    "utf-8-sig",
    "cp037",
    "idna",
    "rot13",
    "findes-ikke",
    '"utf-16"',
    "",
]
TOLD = {"situation": "S-1", "outcome": "used"}
BODIES = [
    b"",
    b"<a/>",
    "<æ/>".encode(),
    "<æ/>".encode("iso-8859-1"),
    "<æ/>".encode("utf-16-le"),
    "<æ/>".encode("utf-16-be"),
    b"\xff\xfe" + "<æ/>".encode("utf-16-le"),
    b"\xfe\xff" + "<æ/>".encode("utf-16-be"),
    b"\xef\xbb\xbf<a/>",
    b"\xff\xfe\xfa",
    b"\x00\x01\x80\x81",
    b"+AOY-",
]


def stating(charset: str | None) -> tuple[tuple[str, str], ...]:
    """Return headers that state a charset."""
    kind = "text/xml" if charset is None else f"text/xml; charset={charset}"
    return (("Content-Type", kind),)


@pytest.mark.parametrize("charset", CHARSETS)
def test_odd_bodies_come_back_byte_for_byte(charset: str | None) -> None:
    """Whatever a body says of itself and is, the kit has the bytes that the stub had."""
    headers = stating(charset)
    for body in BODIES:
        kept = an_entry(
            request_headers=headers,
            request_body=body,
            response_headers=headers,
            response_body=body,
        )
        (read,) = read_journal([as_json(kept)]).entries
        assert (read.request, read.response) == (body, body)


@given(st.binary(max_size=64), st.sampled_from(CHARSETS))
def test_any_body_comes_back_byte_for_byte(body: bytes, charset: str | None) -> None:
    """For any bytes under any charset."""
    headers = stating(charset)
    assert body_bytes(*body_text(body, headers), headers) == body


@pytest.mark.parametrize("body", ["<æ/>".encode(), "<æ/>".encode("utf-16")])
def test_text_is_preferred(body: bytes) -> None:
    """A body that is what it says is written so that people can read it."""
    charset = "utf-16" if body.startswith(b"\xff\xfe") else "utf-8"
    assert body_text(body, stating(charset)) == ("<æ/>", None)


@given(entries)
def test_every_field_of_an_entry_is_read_as_it_was_written(entry: Entry) -> None:
    """Nothing but the bodies' form differs between the stub's entry and the kit's."""
    (read,) = read_journal([as_json(entry)]).entries
    for name in set(entry.__struct_fields__) - {"request_body", "response_body"}:
        assert getattr(read, name) == getattr(entry, name), name


def test_the_format_declares_every_field_that_is_written() -> None:
    """A field of the stub's entry has a place in the format, and none stands there for nothing."""
    written = json.loads(as_json(an_entry()))
    declared = [field.encode_name for field in msgspec.structs.fields(journal_format.Entry)]
    assert list(written) == declared
    assert set(declared) - {"request_encoding", "response_encoding"} == set(Entry.__struct_fields__)


def test_marks_are_read_as_they_were_written() -> None:
    """A mark among the calls is known by its kind."""
    journal, mark = MemoryJournal(), new_mark("told", TOLD)
    journal.append(an_entry())
    journal.note(mark)
    read = read_journal(as_lines(journal))
    assert len(read.entries) == 1
    assert read.marks == (journal_format.Mark(mark.id, mark.time, "told", TOLD),)
    assert set(json.loads(mark_as_json(mark))) == {"id", "time", "mark", "data"}
