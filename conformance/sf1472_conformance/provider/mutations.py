"""Named single mutations of a valid body, derived from the contract: each breaks its schema.

Every candidate is tried on the contract's own XSD, so a swapped-in contract needs no code; where
no candidate breaks it, the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import chain

from lxml import etree
from msgspec.structs import replace
from xmlschema.validators import XsdSimpleType

from sf1472.message import Afgraensning
from sf1472_conformance.messages.shape import Place, model, particles, sample, simple
from sf1472_conformance.messages.soap import parse
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import NotApplicable

NAMESPACE = "urn:sf1472-testkit:mutation"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_REMOVED = f"{{{NAMESPACE}}}removed"  # the sign that an element is taken out

Change = Callable[[Place], Iterator[etree._Element]]


@lru_cache(maxsize=64)
def mutated(subject: Subject, kind: str) -> tuple[str, ...]:
    """Return every body of a kind that breaks the contract's schema, from the top of the message.

    Raises NotApplicable when the contract allows them all.
    """
    body = _base(subject)
    places = subject.shape.places(body)
    last_first = list(places)[::-1]
    by_depth = sorted(last_first, key=lambda place: _depth(place.element))
    changed = chain.from_iterable(_changed(body, place, KINDS[kind]) for place in by_depth)
    found = dict.fromkeys(text for text in changed if not _valid(subject, text))
    if not found:
        raise NotApplicable("contract_allows")
    return tuple(found)


def applicable(subject: Subject, *kinds: str) -> Iterator[str]:
    """Yield one body that breaks the schema for each kind that can."""
    for kind in kinds:
        try:
            yield mutated(subject, kind)[0]
        except NotApplicable:
            continue


def every(subject: Subject, *kinds: str) -> Iterator[str]:
    """Yield every body that breaks the schema in one of these kinds."""
    for kind in kinds:
        try:
            yield from mutated(subject, kind)
        except NotApplicable:
            continue


@lru_cache(maxsize=4)
def _base(subject: Subject) -> etree._Element:
    """Return a valid request with as much in it as the profile and the schema can say."""
    plain = asking.plain_request(subject)
    group = plain.grupper[0]
    levels = tuple(subject.contract.profile.foelsomheder)[-1:]
    limit = Afgraensning(
        foelsomhed=levels[0] if levels else None, kle="*", systemer=subject.some_uuid
    )
    rich = replace(
        group, myndigheder=(subject.settings.udk,), afgraensninger=(limit,), hjemler=group.hjemler
    )
    for request in (replace(plain, grupper=(rich,)), plain):
        body = parse(subject.messages.write_request(request).encode())
        if subject.contract.schema.is_valid(body):
            whole = subject.shape.completed(body)
            return whole if subject.contract.schema.is_valid(whole) else body
    raise NotApplicable("contract_allows")


def _changed(body: etree._Element, place: Place, change: Change) -> Iterator[str]:
    """Yield the texts of `body` with one change at `place`."""
    trail = list(_trail(place.element))
    for changed in change(place):
        whole = deepcopy(body)
        if changed.tag == _REMOVED:
            spot = _at(whole, trail)
            spot.getparent().remove(spot)  # type: ignore[union-attr]
        elif place.element is body:
            whole = changed
        else:
            spot = _at(whole, trail)
            spot.getparent().replace(spot, changed)  # type: ignore[union-attr]
        yield etree.tostring(whole, encoding="unicode")


def _trail(element: etree._Element) -> Iterator[int]:
    """Yield the element's place in its parent, and so on up to the root."""
    parent = element.getparent()
    while parent is not None:
        yield parent.index(element)
        element, parent = parent, parent.getparent()


def _at(whole: etree._Element, trail: list[int]) -> etree._Element:
    for index in reversed(trail):
        whole = whole[index]
    return whole


def _valid(subject: Subject, text: str) -> bool:
    return subject.contract.schema.is_valid(parse(text.encode()))


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _copy(place: Place) -> etree._Element:
    element = deepcopy(place.element)
    element.tail = None
    return element


def _missing(place: Place) -> Iterator[etree._Element]:
    if place.element.getparent() is not None:
        yield etree.Element(_REMOVED)


def _unexpected(place: Place) -> Iterator[etree._Element]:
    if model(place.declared) is not None:
        element = _copy(place)
        etree.SubElement(element, f"{{{NAMESPACE}}}Ukendt")
        yield element


def _reordered(place: Place) -> Iterator[etree._Element]:
    if len({child.tag for child in place.element}) > 1:
        element = _copy(place)
        element[:] = list(reversed(element))
        yield element


def _foreign(place: Place) -> Iterator[etree._Element]:
    if place.element.getparent() is not None:
        element = _copy(place)
        element.tag = f"{{{NAMESPACE}}}{etree.QName(element).localname}"
        yield element


def _miscased(place: Place) -> Iterator[etree._Element]:
    if place.element.getparent() is not None:
        element = _copy(place)
        name = etree.QName(element)
        local = name.localname.swapcase()
        element.tag = f"{{{name.namespace}}}{local}" if name.namespace else local
        yield element


def _duplicated(place: Place) -> Iterator[etree._Element]:
    for child in place.element.iterchildren("*"):
        element = _copy(place)
        twin = element[place.element.index(child)]
        twin.addnext(deepcopy(twin))
        yield element


def _both(place: Place) -> Iterator[etree._Element]:
    """Add another branch beside the one that a choice already has."""
    group = model(place.declared)
    for part, holder in particles(group) if group is not None else ():
        if holder.model == "choice" and place.element.find(part.name) is None:
            extra, element = sample(part), _copy(place)
            if extra is not None and len(element):
                element.insert(0, extra)
                yield element


def _neither(place: Place) -> Iterator[etree._Element]:
    """Leave a choice without any branch."""
    group = model(place.declared)
    names = [p.name for p, holder in particles(group) if holder.model == "choice"] if group else []
    element = _copy(place)
    gone = [child for child in element if child.tag in names]
    if gone:
        for child in gone:
            element.remove(child)
        yield element


def _text(place: Place) -> Iterator[etree._Element]:
    if model(place.declared) is not None:
        element = _copy(place)
        element.text = "tekst"
        yield element


def _attribute(place: Place) -> Iterator[etree._Element]:
    element = _copy(place)
    element.set("ukendt", "1")
    yield element


def _child(place: Place) -> Iterator[etree._Element]:
    if simple(place.declared) is not None:
        element = _copy(place)
        etree.SubElement(element, element.tag)
        yield element


def _nil(place: Place) -> Iterator[etree._Element]:
    if simple(place.declared) is not None:
        element = _copy(place)
        element.text = None
        element.set(f"{{{INSTANCE}}}nil", "true")
        yield element


def _type(place: Place) -> Iterator[etree._Element]:
    element = _copy(place)
    element.set(f"{{{INSTANCE}}}type", "UkendtType")
    yield element


def _valued(values: Callable[[XsdSimpleType, str], Iterator[str]]) -> Change:
    """Return the change that gives a text element another value."""

    def change(place: Place) -> Iterator[etree._Element]:
        kind = simple(place.declared)
        for value in values(kind, place.element.text or "") if kind is not None else ():
            element = _copy(place)
            element.text = value or None
            yield element

    return change


def _bad_pattern(kind: XsdSimpleType, value: str) -> Iterator[str]:
    if kind.patterns:
        yield f"{value[:-1]}X"


def _too_long(kind: XsdSimpleType, _: str) -> Iterator[str]:
    if kind.max_length is not None:
        yield "x" * (kind.max_length + 1)


def _too_short(kind: XsdSimpleType, _: str) -> Iterator[str]:
    if kind.min_length:
        yield "x" * (kind.min_length - 1)


def _bad_time(kind: XsdSimpleType, value: str) -> Iterator[str]:
    root = kind.root_type.local_name
    if root in ("dateTime", "date", "time"):
        yield from ("i går", value.replace("T", " "), "2026-02-30T09:30:00", "")


def _unlisted(kind: XsdSimpleType, _: str) -> Iterator[str]:
    if kind.enumeration:
        yield "IKKE_I_LISTEN"


KINDS: dict[str, Change] = {
    "missing": _missing,
    "unexpected": _unexpected,
    "reordered": _reordered,
    "foreign": _foreign,
    "miscased": _miscased,
    "duplicated": _duplicated,
    "both": _both,
    "neither": _neither,
    "text": _text,
    "attribute": _attribute,
    "child": _child,
    "nil": _nil,
    "type": _type,
    "pattern": _valued(_bad_pattern),
    "too_long": _valued(_too_long),
    "too_short": _valued(_too_short),
    "time": _valued(_bad_time),
    "unlisted": _valued(_unlisted),
}
