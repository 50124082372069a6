"""P-DATA: only cases within the restrictions that were asked with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sf1472.message import Afgraensning, VistKontrolsag
from sf1472_conformance.law import kle
from sf1472_conformance.law.oracle import may_see
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.sightings import (
    MOST,
    Sighting,
    asked_again,
    every_sighting,
    sightings,
    with_subjects,
)
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive


@rule("P-DATA-1")
def test_named_owners(subject: Subject) -> None:
    """Only cases of the authorities named, whoever else has some."""
    settings = subject.settings
    for seen in sightings(subject):
        others = (settings.kommune, settings.anden_kommune)
        for owner in others if seen.caller == settings.udk else (settings.udk,):
            answer = asked_again(subject, seen, owners=(owner,))
            _judge(answer, partial(_owned, owner), owner)


@rule("P-DATA-2")
def test_kle(subject: Subject) -> None:
    """Only cases whose subject lies in the restriction, around the case's own and beside it."""
    for seen, sag in _by_subject(subject):
        own = sag.primaer_klasse.noegle
        for restriction in (*kle.forms(own), *kle.beside(own)):
            answer = asked_again(subject, seen, Afgraensning(kle=restriction))
            _judge(answer, partial(_lies_within, restriction), restriction)


@rule("P-DATA-3")
def test_systems(subject: Subject) -> None:
    """Only cases of the master systems named."""
    for seen in sightings(subject):
        for system in (seen.cases[0].system_uuid, subject.some_uuid):
            answer = asked_again(subject, seen, Afgraensning(systemer=system))
            _judge(answer, partial(_kept, system), system)


@rule("P-DATA-4")
def test_units(subject: Subject) -> None:
    """Only cases of the responsible units named."""
    units = [
        (seen, unit)
        for caller in subject.callers
        for seen in every_sighting(subject, caller)
        for unit in _units(seen)
    ]
    if not units:
        raise Inconclusive("no_unit")
    for seen, unit in units[:MOST]:
        for wanted in (unit, subject.some_uuid):
            answer = asked_again(subject, seen, Afgraensning(organisationer=wanted))
            _judge(answer, partial(_handled, wanted), wanted)


@rule("P-DATA-5")
def test_fitting_kle(subject: Subject) -> None:
    """A case is still shown under its own subject, its groups and intervals of each."""
    for seen, sag in _by_subject(subject):
        fitting = kle.forms(sag.primaer_klasse.noegle)
        for restriction in (*fitting, *(f"{form}-{form}" for form in fitting)):
            answer = asked_again(subject, seen, Afgraensning(kle=restriction))
            _judge_shown(answer, sag, restriction)


@rule("P-DATA-6")
def test_fitting_owner(subject: Subject) -> None:
    """A case is still shown when its owner is named."""
    for seen in sightings(subject):
        for sag in seen.cases:
            if may_see(seen.caller, sag.ejer_cvr, subject.settings.udk):
                answer = asked_again(subject, seen, owners=(sag.ejer_cvr,))
                _judge_shown(answer, sag, sag.ejer_cvr)


def _by_subject(subject: Subject) -> list[tuple[Sighting, VistKontrolsag]]:
    found = [(seen, sag) for seen in sightings(subject) for sag in with_subjects(seen)[:1]]
    if not found:
        raise Inconclusive("no_subject")
    return found


def _owned(owner: str, sag: VistKontrolsag) -> bool:
    return sag.ejer_cvr == owner


def _kept(system: str, sag: VistKontrolsag) -> bool:
    return sag.system_uuid == system


def _handled(unit: str, sag: VistKontrolsag) -> bool:
    return _unit(sag) == unit


def _lies_within(restriction: str, sag: VistKontrolsag) -> bool:
    key = sag.primaer_klasse.noegle
    return not kle.is_subject(key) or kle.within(key, restriction)


def _units(seen: Sighting) -> list[str]:
    return [unit for sag in seen.cases if (unit := _unit(sag)) is not None][:1]


def _unit(sag: VistKontrolsag) -> str | None:
    return sag.afdeling.uuid if sag.afdeling is not None else None


def _judge(answer: Answer, allowed: Callable[[VistKontrolsag], bool], expected: str) -> None:
    for sag in answer.cases:
        if not allowed(sag):
            finding = Finding(answer.exchange, expected=expected, found=sag.uuid)
            raise Fails("outside_restriction", finding, case=sag.uuid)


def _judge_shown(answer: Answer, sag: VistKontrolsag, restriction: str) -> None:
    if sag.uuid not in answer.uuids:
        finding = Finding(answer.exchange, expected=sag.uuid, found="-")
        raise Fails("case_hidden", finding, case=sag.uuid, restriction=restriction)
