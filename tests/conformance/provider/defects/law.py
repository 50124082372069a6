"""Defects in the law: what the kit finds when the stub's own rules are off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from sf1472.dates import maaneder_foer
from sf1472.domain import Kontrolsag, Sektor
from sf1472.hjemmel import Proeve, Regel
from sf1472.message import Forespoergsel, Gruppe, Klasse, Rettighed

from ...citizens import BOTH, CASES, CODES, MANY, ODENSE, STK1, STK2, UDK, UNIT
from ..modifiers import Message, asks, discloses, groups, judges, keeps, rights, where, without
from .register import defect


def _shelved_since(first: Callable[[date], date]) -> Regel:
    """Return the rule that a shelved case was shelved on a day, told by the stub's, or later."""
    return lambda p: p.sag.sluttet is None or p.sag.sluttet >= first(p.situation.dato)


def _other_sector_or_udk(p: Proeve) -> bool:
    caller = p.situation.kalder.sektor
    return p.sag.ejer.sektor is not caller or caller is Sektor.UDK


def _nobody_named(request: Forespoergsel) -> Forespoergsel:
    """Return a municipality's question without other municipalities' names."""
    if request.myndighed_cvr == UDK:
        return request
    allowed = {UDK, request.myndighed_cvr}
    named = [[cvr for cvr in group.myndigheder if cvr in allowed] for group in request.grupper]
    pairs = zip(request.grupper, named, strict=True)
    return replace(request, grupper=tuple(replace(g, myndigheder=tuple(n)) for g, n in pairs))


def _known_bases(group: Rettighed) -> Rettighed:
    """Return rights with stk. 2 in place of bases that nobody knows."""
    known = CODES.values()
    return replace(group, hjemler=tuple(c if c in known else CODES[STK2] for c in group.hjemler))


def _first_basis(request: Forespoergsel) -> Forespoergsel:
    first = request.grupper[0]
    return replace(request, grupper=(replace(first, hjemler=first.hjemler[:1]),))


def _another_basis(request: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return the group of a question's only basis under another name."""
    codes = {code for group in request.grupper for code in group.hjemler}
    return replace(gruppe, hjemmel="ANDEN") if len(codes) == 1 else gruppe


def _all_running(_: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return stk. 1's group with the shelved cases among those that run."""
    if gruppe.hjemmel != CODES[STK1]:
        return gruppe
    return replace(gruppe, loebende=(*gruppe.loebende, *gruppe.henlagte), henlagte=())


def _shelved_run(_: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return a group with the shelved cases also among those that run."""
    return replace(gruppe, loebende=(*gruppe.loebende, *gruppe.henlagte))


def decided(_: str, sager: tuple[Kontrolsag, ...]) -> tuple[Kontrolsag, ...]:
    """Return the cases with a decision in each."""
    decision = Klasse("opdigtet", "Opdigtet")
    return tuple(replace(sag, afgoerelse=decision) for sag in sager)


def _with_anothers(cpr: str, sager: tuple[Kontrolsag, ...]) -> tuple[Kontrolsag, ...]:
    """Return the cases about one citizen with those about another."""
    return (*sager, *CASES[MANY]) if cpr == UNIT else sager


def _with_one_more(cpr: str, sager: tuple[Kontrolsag, ...]) -> tuple[Kontrolsag, ...]:
    """Return the cases with one that nobody knows."""
    twin = replace(CASES[BOTH][0], uuid="14720000-0000-4000-8000-000000000009")
    return (*sager, twin) if cpr == BOTH else sager


def _names_itself(m: Message) -> bool:
    """Say whether a caller asks for its own cases."""
    request = m.request
    return request is not None and any(
        request.myndighed_cvr in group.myndigheder for group in request.grupper
    )


defect(
    "KnowsNoSectors",
    {"P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3", "P-VIDEN-2", "P-VIDEN-3"},
    without("HJ-SEKTOR-1", "HJ-SEKTOR-3"),
)
defect(
    "ShowsOtherMunicipalities",
    {"P-SEKTOR-1", "P-META-8", "P-VIDEN-2", "P-VIDEN-3"},
    without("HJ-SEKTOR-1"),
)
defect(
    "ShowsUdkItsOwn",
    {"P-SEKTOR-2", "P-SEKTOR-3"},
    without("HJ-SEKTOR-3"),
    judges("HJ-SEKTOR-1", _other_sector_or_udk),
)
defect(
    "OpensForACallerThatNamesItself",
    {"P-SEKTOR-3"},
    where(_names_itself, without("HJ-SEKTOR-1", "HJ-SEKTOR-3")),
)
defect("IgnoresOwners", {"P-SEKTOR-4", "P-SEKTOR-5"}, asks(_nobody_named))
defect("IsSilentAboutOwners", {"P-SEKTOR-5"}, without("HJ-SEKTOR-2"))
defect(
    "PrefersOneMunicipality",
    {"P-META-8"},
    judges("HJ-SEKTOR-3", lambda p: p.situation.kalder.cvr not in (p.sag.ejer.cvr, ODENSE)),
)

defect("NamesAnotherBasis", {"P-LOV-1"}, groups(_another_basis))
defect("TakesAnyBasis", {"P-LOV-2", "P-LOV-3"}, rights(_known_bases))
defect("IsSilentAboutBases", {"P-LOV-3"}, without("HJ-LOV-1"))
defect("ServesTheFirstBasis", {"P-LOV-4"}, asks(_first_basis))
defect(
    "RunsShelvedCasesUnderStk1",
    {"P-LOV-5"},
    discloses(STK1, shelved=True),
    groups(_all_running),
)
defect("ListsShelvedTwice", {"P-LOV-6", "P-META-9"}, groups(_shelved_run))

defect("ShowsStepsAlways", {"P-MIN-1"}, discloses(STK1, "status"))
defect("ShowsShelvedAlways", {"P-MIN-2"}, without("HJ-LOV-2"))
defect("ShowsDecisionsAlways", {"P-MIN-3"}, keeps(decided), discloses(STK1, "afgoerelse"))

defect("ForgetsTheDeadline", {"P-FRIST-1"}, without("HJ-FRIST-1"))
defect(
    "CountsMonthsOf31Days",
    {"P-FRIST-1"},
    judges("HJ-FRIST-1", _shelved_since(lambda dato: dato - timedelta(days=6 * 31))),
)
defect(
    "CountsSevenMonths",
    {"P-FRIST-1"},
    judges("HJ-FRIST-1", _shelved_since(lambda dato: maaneder_foer(dato, 7))),
)
defect("MixesCitizens", {"P-BORGER-1"}, without("HJ-BORGER-1"), keeps(_with_anothers))
defect("ShowsEndedCases", {"P-VIDEN-2", "P-VIDEN-3"}, without("HJ-FRIST-2"))
defect("ShowsAnUnknownCase", {"P-VIDEN-3"}, keeps(_with_one_more))
defect(
    "ForgetsAKnownCase",
    {"P-VIDEN-1"},
    keeps(lambda cpr, sager: sager[1:] if cpr == BOTH else sager),
)
