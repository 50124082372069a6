"""Where the provider shows cases: the ground that rules on restrictions and repetition stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from sf1472.message import Afgraensning, Rettighed, VistKontrolsag
from sf1472_conformance.law import kle
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive

MOST = 6  # citizens per caller


@dataclass(frozen=True)
class Sighting:
    """A question under stk. 2 whose answer shows cases."""

    caller: str
    cpr: str
    answer: Answer

    @property
    def cases(self) -> tuple[VistKontrolsag, ...]:
        """The cases shown, each once."""
        return tuple({sag.uuid: sag for sag in self.answer.cases}.values())


def sightings(subject: Subject) -> list[Sighting]:
    """Return where cases are shown, some citizens for each caller. Raises Inconclusive."""
    found = [
        seen for caller in subject.callers for seen in islice(every_sighting(subject, caller), MOST)
    ]
    if not found:
        raise Inconclusive("no_cases")
    return found


def every_sighting(subject: Subject, caller: str) -> Iterator[Sighting]:
    """Yield every citizen whose cases are shown to a caller."""
    for cpr in subject.settings.citizens:
        answer = asking.ask(subject, caller, cpr, STK2)
        if answer.cases:
            yield Sighting(caller, cpr, answer)


def asked_again(
    subject: Subject,
    seen: Sighting,
    *limits: Afgraensning,
    owners: tuple[str, ...] = (),
    mark: str = "",
) -> Answer:
    """Ask a sighting's question with restrictions."""
    return asking.ask(subject, seen.caller, seen.cpr, STK2, owners=owners, limits=limits, mark=mark)


def in_groups(subject: Subject, seen: Sighting, *groups: Rettighed) -> Answer:
    """Ask a sighting's question with these groups of rights."""
    mark = "|".join(map(str, groups))
    plain = asking.request(subject, seen.caller, seen.cpr, (asking.code(subject, STK2),), mark=mark)
    return reading.answer(subject, asking.tell(subject, replace(plain, grupper=groups)))


def same_cases(one: Answer, other: Answer, text: str) -> None:
    """Fail with `text` unless both answers show the same cases."""
    if one.uuids != other.uuids:
        found = ", ".join(sorted(one.uuids ^ other.uuids))
        raise Fails(text, Finding(other.exchange, found=found), Finding(one.exchange))


def same_groups(one: Answer, other: Answer, text: str) -> None:
    """Fail with `text` unless both answers show the same of each case, basis for basis."""
    different = _by_basis(one) ^ _by_basis(other)
    if different:
        found = ", ".join(sorted({f"{hjemmel}: {sag.uuid}" for hjemmel, _, sag in different}))
        raise Fails(text, Finding(other.exchange, found=found), Finding(one.exchange))


def with_subjects(seen: Sighting) -> list[VistKontrolsag]:
    """Return the cases of a sighting that have a KLE subject."""
    return [sag for sag in seen.cases if kle.is_subject(sag.primaer_klasse.noegle)]


def _by_basis(answer: Answer) -> frozenset[tuple[str, bool, VistKontrolsag]]:
    """Return each case with its basis and whether it runs; no order says anything."""
    return frozenset(
        (gruppe.hjemmel, runs, _unordered(sag))
        for gruppe in answer.svar.grupper
        for runs, cases in ((True, gruppe.loebende), (False, gruppe.henlagte))
        for sag in cases
    )


def _unordered(sag: VistKontrolsag) -> VistKontrolsag:
    themes, steps = (tuple(sorted(part, key=repr)) for part in (sag.kontroltemaer, sag.status))
    return replace(sag, kontroltemaer=themes, status=steps)
