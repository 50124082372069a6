"""The journal as JSON Lines and HAR."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sf1472_stub.journal import Entry, Filter, MemoryJournal
from sf1472_stub.journal.export import HAR, JSON_LINES, PAGE, walk, write

from .entries import an_entry, entries

SCHEMA = json.loads(Path(__file__).with_name("har-1.2.schema.json").read_text(encoding="utf-8"))
LATIN1 = (("content-type", "text/xml; charset=ISO-8859-1"),)
BODIES: dict[str, tuple[tuple[tuple[str, str], ...], bytes, str, str | None]] = {
    "as-declared": (LATIN1, b"\xe6", "æ", None),
    "charset-nobody-knows": ((("Content-Type", "text/xml; charset=idna"),), b"a", "a", None),
    "not-as-declared": (
        (("content-type", "text/xml; charset=us-ascii"),),
        b"\xe6",
        "5g==",
        "base64",
    ),
    "utf-16": ((("content-type", "a/b; charset=utf-16"),), "æ".encode("utf-16"), "æ", None),
    "utf-8-by-default": ((), "æ".encode(), "æ", None),
    "wrong-charset": ((), b"\xe6", "5g==", "base64"),
}


def lines(*kept: Entry) -> list[dict[str, Any]]:
    """Return entries as read back from JSON Lines."""
    return [json.loads(line) for line in b"".join(write(JSON_LINES, kept)).splitlines()]


def har(*kept: Entry) -> list[dict[str, Any]]:
    """Return the entries of a HAR file, which must be valid."""
    content = json.loads(b"".join(write(HAR, kept)))
    Draft202012Validator(SCHEMA).validate(content)
    found: list[dict[str, Any]] = content["log"]["entries"]
    return found


def test_the_schema_of_har_is_one() -> None:
    """The schema can be used, and says no to what is missing."""
    Draft202012Validator.check_schema(SCHEMA)
    assert not Draft202012Validator(SCHEMA).is_valid({"log": {"version": "1.2", "entries": []}})


@given(st.lists(entries, max_size=4))
def test_any_journal_can_be_exported(kept: list[Entry]) -> None:
    """A line for each entry, an entry of a valid HAR for each entry, in the same order."""
    assert [line["id"] for line in lines(*kept)] == [entry.id for entry in kept]
    assert [entry["_id"] for entry in har(*kept)] == [entry.id for entry in kept]


@given(entries)
def test_no_byte_of_a_body_is_lost(entry: Entry) -> None:
    """A body comes back whole, from text as from base64."""
    (line,) = lines(entry)
    for side in ("request", "response"):
        text = line[f"{side}_body"]
        back = base64.b64decode(text) if line[f"{side}_encoding"] else text.encode()
        assert back == getattr(entry, f"{side}_body")


@pytest.mark.parametrize("name", sorted(BODIES))
def test_bodies_are_text_where_they_can_be(name: str) -> None:
    """Requests and answers are text in both formats where they can be."""
    headers, body, text, encoding = BODIES[name]
    entry = an_entry(
        request_headers=headers, request_body=body, response_headers=headers, response_body=body
    )
    (line,), (traffic,) = lines(entry), har(entry)
    assert (line["request_body"], line["request_encoding"]) == (text, encoding)
    assert (line["response_body"], line["response_encoding"]) == (text, encoding)
    post, content = traffic["request"]["postData"], traffic["response"]["content"]
    assert (post["text"], post.get("_encoding")) == (text, encoding)
    assert (content["text"], content.get("encoding")) == (text, encoding)


def test_har_tells_of_the_call_what_har_knows() -> None:
    """HAR has address and query, headers, status and phrase, sizes in bytes, timing."""
    (traffic,) = har(an_entry(status=503, milliseconds=12.5))
    request, response = traffic["request"], traffic["response"]
    assert request["url"] == "http://stub:8472/service/x?a=1&b="
    assert request["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert request["headers"][0] == {"name": "host", "value": "stub:8472"}
    assert (request["bodySize"], request["postData"]["mimeType"]) == (5, "text/xml")
    assert (response["status"], response["statusText"]) == (503, "Service Unavailable")
    assert (response["content"]["size"], response["bodySize"]) == (7, 7)
    assert (traffic["time"], traffic["timings"]["wait"]) == (12.5, 12.5)


@pytest.mark.parametrize(("status", "shown"), [(None, 0), (599, 599)], ids=["none", "unknown"])
def test_har_of_a_status_without_a_phrase(status: int | None, shown: int) -> None:
    """A connection that was cut got none."""
    (traffic,) = har(an_entry(status=status, outcome="luk-tom"))
    assert (traffic["response"]["status"], traffic["response"]["statusText"]) == (shown, "")
    assert traffic["_outcome"] == "luk-tom"


@pytest.mark.parametrize("most", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
def test_a_journal_is_walked_page_by_page(most: int) -> None:
    """Every entry once, newest first, at the edges of pages too."""
    journal = MemoryJournal()
    kept = [an_entry() for _ in range(most)]
    for entry in kept:
        journal.append(entry)
    assert list(walk(journal, Filter())) == kept[::-1]
    assert list(walk(journal, Filter(status=404))) == []


def test_an_export_is_written_piece_by_piece() -> None:
    """The next entry is read when the one before is written."""
    journal = MemoryJournal()
    for _ in range(3 * PAGE):
        journal.append(an_entry())
    source = walk(journal, Filter())
    next(write(JSON_LINES, source))
    assert len(list(source)) == 3 * PAGE - 1
