"""Whether two elements say the same, however they are written, and where they first do not.

Prefixes, comments, white space between elements and the order of equally named elements say
nothing: no contract promises an order of cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.verdict.kinds import Finding


@dataclass(frozen=True, order=True)
class Meaning:
    """What an element says: name, attributes, and text or children, these in order of meaning."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str
    children: tuple[Meaning, ...]
    element: etree._Element = field(compare=False, repr=False)

    @property
    def xpath(self) -> str:
        """Where the element stands in its document."""
        return str(self.element.getroottree().getpath(self.element))


def meaning(element: etree._Element, bare: Callable[[str], str] = str) -> Meaning:
    """Return what an element says; `bare` takes out of its texts what may differ."""
    children = tuple(sorted(meaning(child, bare) for child in element.iterchildren("*")))
    # a comment splits a text without ending it
    text = "" if children else "".join(map(str, element.xpath("text()")))
    attributes = tuple(sorted((str(k), bare(str(v))) for k, v in element.attrib.items()))
    return Meaning(str(element.tag), attributes, bare(text), children, element)


def difference(expected: Meaning, found: Meaning, exchange: Exchange) -> Finding | None:
    """Return the first place in the exchange where `found` says something else, if one does."""
    if expected == found:
        return None
    for one, other in (
        (expected.name, found.name),
        (_attributes(expected), _attributes(found)),
        (expected.text, found.text),
    ):
        if one != other:
            return Finding(exchange, found.xpath, found.element.sourceline, one, other)
    missing, extra = (
        _without(expected.children, found.children),
        _without(found.children, expected.children),
    )
    if missing and extra and missing[0].name == extra[0].name:
        return difference(missing[0], extra[0], exchange)
    where = extra[0] if extra else found
    names = (parts[0].name if parts else "-" for parts in (missing, extra))
    return Finding(exchange, where.xpath, where.element.sourceline, *names)


def _attributes(said: Meaning) -> str:
    return " ".join(f"{name}={value!r}" for name, value in said.attributes) or "-"


def _without(some: Sequence[Meaning], others: Sequence[Meaning]) -> list[Meaning]:
    """Return `some` less as many as there are in `others`."""
    left = list(some)
    for other in others:
        if other in left:
            left.remove(other)
    return left
