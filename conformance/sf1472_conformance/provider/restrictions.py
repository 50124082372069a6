"""What a question can be narrowed with: values of every restricting term that the contract has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from sf1472.contract import Group, Leaf
from sf1472.message import Afgraensning
from sf1472_conformance.law import kle
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.sightings import Sighting, asked_again, every_sighting
from sf1472_conformance.provider.subject import Subject

OWNERS = "myndigheder"
Terms = Mapping[str, str]  # a restriction's values, by the profile's terms


def single_terms(subject: Subject, seen: Sighting) -> Iterator[Terms]:
    """Yield restrictions of one term: one that a case fits, and one that it does not."""
    for term, values in _values(subject, seen).items():
        yield from ({term: value} for value in values)


def pairs_of_terms(subject: Subject, seen: Sighting) -> Iterator[tuple[Terms, Terms]]:
    """Yield every two restrictions of different terms, which one restriction can hold."""
    values = _values(subject, seen)
    for one, other in combinations(values, 2):
        for first, second in product(values[one], values[other]):
            yield {one: first}, {other: second}


def most_telling(subject: Subject) -> Iterator[Sighting]:
    """Yield the sighting of each caller whose cases fit most terms, the fuller of equal ones."""
    for caller in subject.callers:
        found = every_sighting(subject, caller)
        best = max(found, key=lambda seen: _telling(subject, seen), default=None)
        if best is not None:
            yield best


def narrowed(subject: Subject, seen: Sighting, *restrictions: Terms) -> Answer:
    """Ask a sighting's question with one restriction made of all these."""
    terms = {term: value for restriction in restrictions for term, value in restriction.items()}
    owners = tuple(value for term, value in terms.items() if term == OWNERS)
    limit = Afgraensning(**{term: value for term, value in terms.items() if term != OWNERS})
    limits = (limit,) if limit != Afgraensning() else ()
    return asked_again(subject, seen, *limits, owners=owners)


def _telling(subject: Subject, seen: Sighting) -> tuple[int, int]:
    return sum(map(len, _values(subject, seen).values())), len(seen.cases)


def _values(subject: Subject, seen: Sighting) -> dict[str, tuple[str, ...]]:
    """Return the values by term, first what one case fits.

    The other owner is a municipality that does not own it. The caller's own number is not used: it
    may also mean whose rights are used.
    """
    sag = max(seen.cases, key=lambda sag: sag.afdeling is not None)
    unit = sag.afdeling.uuid if sag.afdeling is not None else None
    own = sag.primaer_klasse.noegle
    levels = tuple(subject.contract.profile.foelsomheder)
    settings, known = subject.settings, (sag.ejer_cvr, seen.caller)
    others = (settings.anden_kommune, settings.kommune, settings.udk)
    values = {
        "foelsomhed": (levels[-1], levels[0]) if levels else (),
        "kle": (own, kle.elsewhere(own)) if kle.is_subject(own) else (),
        "systemer": (sag.system_uuid, subject.some_uuid),
        "organisationer": (subject.some_uuid,) if unit is None else (unit, subject.some_uuid),
        OWNERS: (sag.ejer_cvr, next(cvr for cvr in others if cvr not in known)),
    }
    return {term: values[term] for term in _terms(subject.contract.profile.request)}


def _terms(fields: Sequence[Leaf | Group]) -> Iterator[str]:
    """Yield the terms that restrict: the owners, and all that a data restriction holds."""
    for field in fields:
        if field.term == OWNERS:
            yield field.term
        elif isinstance(field, Group):
            within = field.fields
            restricts = field.term == "afgraensninger"
            yield from (part.term for part in within) if restricts else _terms(within)
