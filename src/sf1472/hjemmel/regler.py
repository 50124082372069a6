"""The rules on single cases: each says whether a case may be disclosed. Pure functions.

The texts, clauses and sources of the rules stand in `fixtures/hjemmel/regler.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct

from sf1472.dates import maaneder_foer
from sf1472.domain import Kontrolsag, Tilstand
from sf1472.hjemmel.kle import kle_covers
from sf1472.hjemmel.situation import Hjemmel, Indstillinger, Krav, Situation

MAANEDER = 6  # of § 11 a, stk. 2, nr. 4: calendar months, Danish dates


class Proeve(Struct, frozen=True):
    """One case, tried against one alternative under one legal basis."""

    sag: Kontrolsag
    situation: Situation
    krav: Krav
    hjemmel: Hjemmel
    temaer: frozenset[str]
    stige: tuple[str, ...]
    indstillinger: Indstillinger


Regel: TypeAlias = Callable[[Proeve], bool]


def _borger(p: Proeve) -> bool:
    return p.sag.cpr == p.situation.cpr


def _anden_sektor(p: Proeve) -> bool:
    return p.sag.ejer.sektor is not p.situation.kalder.sektor


def _ikke_egen(p: Proeve) -> bool:
    return p.sag.ejer.cvr != p.situation.kalder.cvr


def _myndighed(p: Proeve) -> bool:
    return p.krav.myndigheder is None or p.sag.ejer.cvr in p.krav.myndigheder


def _henlagte(p: Proeve) -> bool:
    return p.sag.tilstand is not Tilstand.HENLAGT or p.hjemmel.henlagte


def _frist(p: Proeve) -> bool:
    if p.sag.tilstand is not Tilstand.HENLAGT:
        return True
    if p.sag.sluttet is None:  # nobody can tell that it was shelved recently
        return False
    graense = maaneder_foer(p.situation.dato, MAANEDER)
    if p.sag.sluttet == graense:
        return p.indstillinger.graensedag_med
    return graense < p.sag.sluttet <= p.situation.dato


def _afsluttet(p: Proeve) -> bool:
    return p.sag.tilstand is not Tilstand.AFSLUTTET or p.indstillinger.vis_afsluttede


def _andre_ydelser(p: Proeve) -> bool:
    return p.situation.egen_ydelse is None or p.sag.ydelse != p.situation.egen_ydelse


def _kle(p: Proeve) -> bool:
    return p.krav.kle is None or kle_covers(p.krav.kle, p.sag.primaer_klasse.noegle)


def _system(p: Proeve) -> bool:
    return p.krav.systemer is None or p.sag.fagsystem.uuid in p.krav.systemer


def _organisation(p: Proeve) -> bool:
    if p.krav.organisationer is None:
        return True
    return p.sag.afdeling is not None and p.sag.afdeling.uuid in p.krav.organisationer


def _foelsomhed(p: Proeve) -> bool:
    if p.krav.foelsomhed is None:
        return True
    return p.stige.index(p.sag.foelsomhed) <= p.stige.index(p.krav.foelsomhed)


def _tema(p: Proeve) -> bool:
    return any(tema.noegle in p.temaer for tema in p.sag.kontroltemaer)


REGLER: Mapping[str, Regel] = {
    "HJ-BORGER-1": _borger,
    "HJ-SEKTOR-1": _anden_sektor,
    "HJ-SEKTOR-3": _ikke_egen,
    "HJ-DATA-4": _myndighed,
    "HJ-LOV-2": _henlagte,
    "HJ-FRIST-1": _frist,
    "HJ-FRIST-2": _afsluttet,
    "HJ-ANDRE-1": _andre_ydelser,
    "HJ-KLE-1": _kle,
    "HJ-DATA-1": _system,
    "HJ-DATA-2": _organisation,
    "HJ-DATA-3": _foelsomhed,
    "HJ-TEMA-1": _tema,
}
