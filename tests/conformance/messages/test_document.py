"""Documents as the kit reads them: encodings, and all that they say."""

from __future__ import annotations

import pytest

from sf1472_conformance.messages.document import encoding, text, words

DECLARED = '<?xml version="1.0" encoding="{}"?><a>æ1</a>'


@pytest.mark.parametrize(
    ("data", "used", "said"),
    [
        ("<a>æ1</a>".encode(), "utf-8", "<a>æ1</a>"),
        ("<a>æ1</a>".encode("utf-8-sig"), "utf-8", "<a>æ1</a>"),
        ("<a>æ1</a>".encode("utf-16"), "utf-16", "<a>æ1</a>"),
        (b"\xfe\xff" + "<a>æ1</a>".encode("utf-16-be"), "utf-16", "<a>æ1</a>"),
        ("<a>æ1</a>".encode("utf-32"), "utf-32", "<a>æ1</a>"),
        (DECLARED.format("latin1").encode("latin1"), "latin1", DECLARED.format("latin1")),
        (DECLARED.format("utf-16le").encode("utf-16le"), "utf-16le", DECLARED.format("utf-16le")),
        (DECLARED.format("utf-16").encode(), "utf-8", DECLARED.format("utf-16")),
        (DECLARED.format("ukendt").encode(), "utf-8", DECLARED.format("ukendt")),
        ("<a>1</a>".encode("utf-16-le"), "utf-8", "<a>1</a>"),
        (b"\xff", "utf-8", "\ufffd"),
    ],
    ids=[
        "plain",
        "mark",
        "utf-16",
        "utf-16-be",
        "utf-32",
        "declared",
        "declared-wide",
        "misdeclared",
        "unknown",
        "no-mark",
        "bytes",
    ],
)
def test_encodings(data: bytes, used: str, said: str) -> None:
    """By the mark, by a declaration that can be read in it, or UTF-8."""
    assert encoding(data) == used
    assert text(data) == said


def test_words() -> None:
    """Texts with references and CDATA read, values, comments and instructions, but no names."""
    data = b'<?i o?><!--x--><n:r xmlns:n="u:y" v="&#49;">a&#98;<!--z--><![CDATA[c]]><t>d</t></n:r>'
    assert set(words(data).split("\n")) == {"o", "x", "1", "abc", "z", "d"}


def test_what_is_no_xml_stands_as_it_is() -> None:
    """A page, a stack trace."""
    assert words("<html><br>æ".encode("utf-16")) == "<html><br>æ"
