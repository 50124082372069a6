"""Named single mutations of a valid body, derived from the contract: each breaks its schema.

Every candidate is tried on the contract's own XSD, so a swapped-in contract needs no code; where
no candidate breaks it, the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree
from msgspec.structs import replace

from sf1472_conformance.soap import parse
from sf1472_conformance.subject import Subject
from sf1472_conformance.verdict import NotApplicable

FOREIGN = "urn:sf1472-testkit:mutation"
_SOME_UUID = "14720000-0000-4000-8000-0000000000ff"


def missing(subject: Subject) -> Iterator[etree._Element]:
    """Leave out one child of the root, the last one first."""
    body = _valid(subject)
    for index in range(len(body) - 1, -1, -1):
        mutant = deepcopy(body)
        del mutant[index]
        yield mutant


def unexpected(subject: Subject) -> Iterator[etree._Element]:
    """Add an element that no schema knows, or repeat one that is there."""
    body = _valid(subject)
    mutant = deepcopy(body)
    etree.SubElement(mutant, f"{{{FOREIGN}}}Ukendt")
    yield mutant
    for child in body:
        mutant = deepcopy(body)
        mutant.append(deepcopy(child))
        yield mutant


def reordered(subject: Subject) -> Iterator[etree._Element]:
    """Turn the order of the root's children around."""
    mutant = _valid(subject)
    mutant[:] = list(reversed(mutant))
    yield mutant


def foreign_namespace(subject: Subject) -> Iterator[etree._Element]:
    """Move one child of the root to another namespace, the last one first."""
    body = _valid(subject)
    for index in range(len(body) - 1, -1, -1):
        mutant = deepcopy(body)
        mutant[index].tag = f"{{{FOREIGN}}}{etree.QName(mutant[index]).localname}"
        yield mutant


def both_branches(subject: Subject) -> Iterator[etree._Element]:
    """Ask about a citizen and about a case at once."""
    request = replace(subject.plain_request(), sag_uuid=_SOME_UUID)
    yield parse(subject.messages.write_request(request).encode())


def bad_value(subject: Subject) -> Iterator[etree._Element]:
    """Break the pattern of the caller's CVR number, or of an authority's."""
    plain = subject.plain_request()
    restricted = replace(plain.grupper[0], myndigheder=("1234567X",))
    for request in (
        replace(plain, myndighed_cvr="1234567X"),
        replace(plain, grupper=(restricted,)),
    ):
        yield parse(subject.messages.write_request(request).encode())


def invalid(subject: Subject, mutation: Callable[[Subject], Iterator[etree._Element]]) -> str:
    """Return the first body of `mutation` that breaks the contract's schema.

    Raises NotApplicable when the contract allows them all.
    """
    for mutant in mutation(subject):
        text = etree.tostring(mutant, encoding="unicode")
        if not subject.contract.schema.is_valid(parse(text.encode())):
            return text
    raise NotApplicable("contract_allows")


def applicable(
    subject: Subject, *kinds: Callable[[Subject], Iterator[etree._Element]]
) -> Iterator[str]:
    """Yield a body that breaks the schema for each kind of mutation that can."""
    for kind in kinds:
        try:
            yield invalid(subject, kind)
        except NotApplicable:
            continue


def _valid(subject: Subject) -> etree._Element:
    return parse(subject.messages.write_request(subject.plain_request()).encode())
