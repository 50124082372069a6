"""The request's shape, read off the contract's XSD: what may stand where, and sample values.

Nothing here knows the contract: another folder gives another shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from xmlschema import XMLSchema
from xmlschema.validators import XsdElement, XsdGroup, XsdSimpleType

FOREIGN = "{urn:sf1472-testkit:any}Andet"  # what is put where the schema takes any element
_SAMPLES = (
    "x",
    "1",
    "12345678",
    "14720000-0000-4000-8000-0000000000ff",
    "2026-05-01T09:30:00Z",
    "2026-05-01",
    "true",
    "",
    "urn:x",
    "xx",
    "27.00.00",
)


class Place(NamedTuple):
    """An element in a message with its declaration in the schema."""

    element: etree._Element
    declared: XsdElement


class Shape:
    """The declarations below the element `root` (a Clark name) of the schema in a file."""

    def __init__(self, schema: Path, root: str) -> None:
        self.root: XsdElement = XMLSchema(str(schema)).maps.elements[root]

    def places(self, body: etree._Element) -> Iterator[Place]:
        """Yield every element of a valid `body` with its declaration, in document order."""
        yield from _places(body, self.root)

    def completed(self, body: etree._Element) -> etree._Element:
        """Return `body` with every optional element that was missing, sample values in them."""
        whole = deepcopy(body)
        _complete(whole, self.root)
        return whole


@lru_cache(maxsize=4)
def load_shape(schema: Path, root: str) -> Shape:
    """Return the shape of the element `root` in a schema, read once per process."""
    return Shape(schema, root)


def simple(declared: XsdElement) -> XsdSimpleType | None:
    """Return the type of an element that holds text only, or None."""
    kind = declared.type
    if isinstance(kind, XsdSimpleType):
        return kind
    return kind.content if isinstance(kind.content, XsdSimpleType) else None


def model(declared: XsdElement) -> XsdGroup | None:
    """Return the content model of an element that holds elements, or None."""
    kind = declared.type
    if isinstance(kind, XsdSimpleType) or not isinstance(kind.content, XsdGroup):
        return None
    return kind.content


def particles(group: XsdGroup) -> Iterator[tuple[XsdElement, XsdGroup]]:
    """Yield each declared element below `group` with the group that holds it; no wildcards."""
    for part in group:
        if isinstance(part, XsdGroup):
            yield from particles(part)
        elif isinstance(part, XsdElement):
            yield part, group


def sample(declared: XsdElement) -> etree._Element | None:
    """Return the smallest element that fits a declaration, or None when no sample does."""
    element = etree.Element(declared.name)
    kind = simple(declared)
    if kind is not None:
        text = sample_text(kind)
        if text is None:
            return None
        element.text = text or None
        return element
    group = model(declared)
    return element if group is None or _fill(element, group) else None


def sample_text(kind: XsdSimpleType) -> str | None:
    """Return a value that a simple type allows, or None when no sample fits."""
    listed = [str(value) for value in kind.enumeration or () if value]
    return next((text for text in (*listed, *_SAMPLES) if kind.is_valid(text)), None)


def _fill(element: etree._Element, group: XsdGroup) -> bool:
    for part in list(group)[:1] if group.model == "choice" else list(group):
        if not part.min_occurs and group.model != "choice":
            continue
        if isinstance(part, XsdGroup):
            if not _fill(element, part):
                return False
        elif isinstance(part, XsdElement):
            child = sample(part)
            if child is None:
                return False
            element.append(child)
        else:
            element.append(etree.Element(FOREIGN))
    return True


def _places(element: etree._Element, declared: XsdElement) -> Iterator[Place]:
    yield Place(element, declared)
    group = model(declared)
    known = {part.name: part for part, _ in particles(group)} if group is not None else {}
    for child in element.iterchildren("*"):
        if child.tag in known:
            yield from _places(child, known[child.tag])


def _complete(element: etree._Element, declared: XsdElement) -> None:
    group = model(declared)
    if group is None:
        return
    position = 0
    for part, holder in particles(group):
        present = element.findall(part.name)
        for child in present:
            _complete(child, part)
        if present:
            position = element.index(present[-1]) + 1
        elif holder.model != "choice" and (extra := sample(part)) is not None:
            _complete(extra, part)
            element.insert(position, extra)
            position += 1
