"""The cases that a scenario gives in place of the citizen's own: made up, or another citizen's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from sf1472.dates import kontortid, maaneder_foer
from sf1472.domain import Kontrolsag, Sektor, Skridt, Tilstand
from sf1472.hjemmel import Hjemmel, Situation, Videregivelse, Videregivelsesgruppe
from sf1472.universe import Data, Register
from sf1472.universe.register import afledt_uuid
from sf1472_stub.scenarios.model import Action

SHELVED_MONTHS = 3  # since a made-up case was shelved


def given_cases(data: Data, situation: Situation, action: Action) -> tuple[Kontrolsag, ...] | None:
    """Return the cases that a scenario gives about the citizen, or None when it gives none."""
    if action.antal_sager is not None:
        return made_up_cases(data.register, situation, action.antal_sager)
    if action.antal_henlagte is not None:
        sager = made_up_cases(data.register, situation, action.antal_henlagte)
        day = maaneder_foer(situation.dato, SHELVED_MONTHS)
        return tuple(_shelved(sag, day) for sag in sager)
    if action.sager_fra is not None:
        return data.univers.sager(action.sager_fra, situation.dato)
    return None


def made_up_cases(register: Register, situation: Situation, count: int) -> tuple[Kontrolsag, ...]:
    """Return so many running cases of the sector that is not the caller's, about the citizen."""
    sektor = Sektor.UDK if situation.kalder.sektor is Sektor.KOMMUNE else Sektor.KOMMUNE
    ejer = next(m for m in register.myndigheder.values() if m.sektor is sektor)
    emne = next(iter(register.kle.values()))
    tema = next(iter(register.temaer.values()))
    system = register.systemer(sektor)[0]
    skridt = (Skridt("Oprettet", kontortid(situation.dato)),)
    return tuple(
        Kontrolsag(
            afledt_uuid("digtet", f"{situation.cpr}/{number}"),
            situation.cpr,
            ejer=ejer,
            fagsystem=system,
            ydelse=emne.noegle,
            primaer_klasse=emne,
            kontroltemaer=(tema,),
            skridt=skridt,
        )
        for number in range(count)
    )


def show_all(
    hjemler: Mapping[str, Hjemmel], situation: Situation, sager: tuple[Kontrolsag, ...]
) -> tuple[Videregivelsesgruppe, ...]:
    """Return groups that show every case, whatever else was asked for but the legal bases.

    `hjemler` are the legal bases by id.
    """
    if not sager:
        return ()
    temaer = frozenset(tema.noegle for sag in sager for tema in sag.kontroltemaer)
    henlagte = tuple(sag for sag in sager if sag.tilstand is Tilstand.HENLAGT)
    loebende = tuple(sag for sag in sager if sag.tilstand is not Tilstand.HENLAGT)

    def shown(sager: tuple[Kontrolsag, ...], id_: str) -> tuple[Videregivelse, ...]:
        felter = hjemler[id_].felter
        return tuple([Videregivelse(sag, felter, temaer) for sag in sager])

    return tuple(
        Videregivelsesgruppe(id_, shown(loebende, id_), shown(henlagte, id_))
        for id_ in situation.hjemler
    )


def _shelved(sag: Kontrolsag, day: date) -> Kontrolsag:
    """Return the case as shelved on a day."""
    skridt = (Skridt("Henlagt", kontortid(day)),)
    return replace(sag, tilstand=Tilstand.HENLAGT, sluttet=day, skridt=skridt)
