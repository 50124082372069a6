"""A message for people: one element per line, with the lines that break the schema marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from sf1472_stub.journal import Breach

MOST_LINES = 2000
_IN_BODY = "/*/*[local-name()='Body']"


@dataclass(frozen=True)
class Line:
    """One line, numbered from 1, with the breaches that belong to it."""

    number: int
    text: str
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True)
class Message:
    """A body as it is shown.

    `is_xml` says whether it could be set up as XML, else the lines are the text as it was;
    `hidden` is the number of lines left out at the end; `line_of` where each breach is shown.
    """

    lines: tuple[Line, ...]
    is_xml: bool
    hidden: int = 0
    line_of: Mapping[Breach, int] = field(default_factory=dict)


def message(raw: bytes, namespaces: Mapping[str, str], breaches: Iterable[Breach] = ()) -> Message:
    """Set up `raw`, marking the lines of `breaches`, whose XPaths use the prefixes given."""
    pretty = _pretty(raw)
    if pretty is None:
        return _numbered(raw.decode("utf-8", "replace"), {}, is_xml=False)
    root = etree.fromstring(pretty, _parser())
    found = {breach: _line(root, breach.xpath, namespaces) for breach in breaches}
    line_of = {breach: line for breach, line in found.items() if line is not None}
    return _numbered(pretty.decode(), line_of, is_xml=True)


def _numbered(text: str, line_of: Mapping[Breach, int], *, is_xml: bool) -> Message:
    at: dict[int, list[Breach]] = defaultdict(list)
    for breach, number in line_of.items():
        at[number].append(breach)
    every = text.split("\n") if text else []
    lines = tuple(
        Line(number, line, tuple(at.get(number, ())))
        for number, line in enumerate(every[:MOST_LINES], 1)
    )
    shown = {breach: number for breach, number in line_of.items() if number <= MOST_LINES}
    return Message(lines, is_xml, max(0, len(every) - MOST_LINES), shown)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _pretty(raw: bytes) -> bytes | None:
    """Return `raw` with one element per line, or None when it is not XML or has a DTD."""
    try:
        root = etree.fromstring(raw, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.doctype:
        return None
    etree.indent(root)
    return etree.tostring(root.getroottree(), encoding="UTF-8")


def _line(root: etree._Element, xpath: str, namespaces: Mapping[str, str]) -> int | None:
    """Return the line that an XPath within the envelope's body points at."""
    try:
        found = root.xpath(_IN_BODY + xpath, namespaces=dict(namespaces))
    except etree.XPathError:
        return None
    first = found[0] if isinstance(found, list) and found else None
    return first.sourceline if isinstance(first, etree._Element) else None
