"""Whether two elements say the same, and where they do not."""

from __future__ import annotations

import pytest
from lxml import etree

from sf1472_conformance.calling.transport import Exchange, HttpCall
from sf1472_conformance.verdict.kinds import Finding
from sf1472_conformance.verdict.likeness import difference, meaning

EXCHANGE = Exchange(HttpCall("POST", "http://udbyder.invalid/"), None, "", 0.0)


def compared(one: str, other: str) -> Finding | None:
    """Compare two elements."""
    return difference(*(meaning(etree.fromstring(text)) for text in (one, other)), EXCHANGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<p:a xmlns:p="urn:a"/>', '<a xmlns="urn:a"></a>'),
        ("<a><b>1</b></a>", "<a>\n <!-- to --><b>1</b>\n</a>"),
        ("<a>12</a>", "<a>1<!-- og -->&#50;</a>"),
        ("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"),
        ('<a x="1" y="2"/>', '<a y="2" x="1"/>'),
    ],
    ids=["prefixes", "space", "comments", "order", "attributes"],
)
def test_alike(one: str, other: str) -> None:
    """However it is written."""
    assert compared(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "xpath", "expected", "found"),
    [
        ("<a>1</a>", "<a>2</a>", "/a", "1", "2"),
        ("<a>1</a>", "<a>1 </a>", "/a", "1", "1 "),
        ("<a/>", "<b/>", "/b", "a", "b"),
        ('<a x="1"/>', "<a/>", "/a", "x='1'", "-"),
        ("<a><b>1</b><b>2</b></a>", "<a><b>3</b><b>1</b></a>", "/a/b[1]", "2", "3"),
        ("<a><b/></a>", "<a><b/><b/></a>", "/a/b[2]", "-", "b"),
        ("<a><b/><c/></a>", "<a><b/></a>", "/a", "c", "-"),
    ],
    ids=["text", "space", "name", "attribute", "child", "more", "less"],
)
def test_different(one: str, other: str, xpath: str, expected: str, found: str) -> None:
    """The first place is named."""
    finding = compared(one, other)
    assert finding is not None
    assert (finding.xpath, finding.expected, finding.found) == (xpath, expected, found)
