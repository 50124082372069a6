"""Messages set up for people."""

from __future__ import annotations

import pytest

from sf1472_stub.journal import Breach
from sf1472_stub.page.xmlview import MOST_LINES, message

NAMES = {"k": "urn:k"}
ENVELOPE = b'<e:E xmlns:e="urn:e"><e:Body><a xmlns="urn:k"><b>1</b><b>\n2</b></a></e:Body></e:E>'


@pytest.mark.parametrize(
    ("xpath", "line"),
    [
        pytest.param("/k:a", 3, id="root"),
        pytest.param("/k:a/k:b[1]", 4, id="first"),
        pytest.param("/k:a/k:b[2]", 5, id="second"),
        pytest.param("/*[local-name()='a' and namespace-uri()='urn:k']", 3, id="foreign"),
        pytest.param("/k:a/k:c", None, id="not-there"),
        pytest.param("/x:a", None, id="unknown-prefix"),
        pytest.param("/k:a[", None, id="no-xpath"),
        pytest.param("/k:a/text()", None, id="no-element"),
    ],
)
def test_a_breach_is_found_in_the_lines_shown(xpath: str, line: int | None) -> None:
    """The line is the one on the page, not the one that was sent."""
    breach = Breach(xpath, 1, "c")
    shown = message(ENVELOPE, NAMES, (breach,))
    assert shown.line_of.get(breach) == line
    assert [item.number for item in shown.lines if item.breaches] == ([line] if line else [])


def test_text_keeps_its_own_line_breaks() -> None:
    """Only elements get lines of their own; nothing is added to a text."""
    lines = [line.text for line in message(ENVELOPE, NAMES).lines]
    assert lines[3:6] == ["      <b>1</b>", "      <b>", "2</b>"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"<a", id="broken"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", id="dtd"),
        pytest.param(b'<?xml version="1.0" encoding="x"?><a/>', id="charset"),
        pytest.param(b"\xff\x00", id="bytes"),
    ],
)
def test_what_cannot_be_set_up_is_text(raw: bytes) -> None:
    """Broken XML, document types and odd bytes are shown as they are."""
    shown = message(raw, NAMES, (Breach("/k:a", 1, "c"),))
    assert not shown.is_xml
    assert "\n".join(line.text for line in shown.lines) == raw.decode("utf-8", "replace")


def test_nothing_is_no_lines() -> None:
    """An empty body is empty."""
    assert message(b"", NAMES).lines == ()


def test_only_so_many_lines_are_shown() -> None:
    """The rest is counted, and a breach in it has no line to lead to."""
    breach = Breach(f"/k:a/k:b[{MOST_LINES}]", 1, "c")
    body = b"<b/>" * MOST_LINES
    raw = b'<e:E xmlns:e="urn:e"><e:Body><a xmlns="urn:k">' + body + b"</a></e:Body></e:E>"
    shown = message(raw, NAMES, (breach,))
    assert (len(shown.lines), shown.hidden) == (MOST_LINES, 6)
    assert breach not in shown.line_of
