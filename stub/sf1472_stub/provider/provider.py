"""The provider behind the SOAP: a valid request in, a valid answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472.dates import kontortid
from sf1472.domain import Kontrolsag, Sektor, Skridt, Tilstand
from sf1472.hjemmel import (
    Hjemmelsvurdering,
    Situation,
    Spor,
    Videregivelse,
    Videregivelsesgruppe,
    maaneder_foer,
)
from sf1472.message import Forespoergsel, Messages, Reaktion
from sf1472.universe import Data, Register
from sf1472.universe.register import afledt_uuid
from sf1472_stub.provider.answer import AnswerWriter
from sf1472_stub.provider.question import Afvist, Spoergsmaal
from sf1472_stub.scenarios.model import Advis, Goer

SIDEN = 3  # months since a made-up case was shelved


class _Fejl(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tekst: str
    regel: str | None = None


class _Reaktioner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kilde: str
    fejl: Mapping[str, _Fejl]


class Besvarelse(Struct, frozen=True):
    """An answer and why it is so.

    `svar` is the answer's body element as text; `fejl` the codes of business errors and notices in
    it; `regel` the rule behind a refused call, if any; `situation` and `sager` what was decided on,
    where anything was; `noter` how the request was understood, where that may surprise.
    """

    svar: str
    fejl: tuple[str, ...] = ()
    regel: str | None = None
    situation: Situation | None = None
    sager: tuple[Kontrolsag, ...] = ()
    noter: tuple[str, ...] = ()


class Provider:
    """Answers requests after the law and the data, or as a scenario wants it.

    Parameters: `dato` gives the stub's date at each call; `kalder` is the CVR number of the caller
    when a request names none.
    """

    def __init__(
        self, contract: Contract, data: Data, dato: Callable[[], date], kalder: str | None = None
    ) -> None:
        self.messages = Messages(contract)
        self._data = data
        self._dato = dato
        self._spoergsmaal = Spoergsmaal(contract.profile, data, kalder)
        self._hjemmel = _vurdering(contract, data)
        self._svar = AnswerWriter(contract, self.messages)
        self._reaktioner = data.fixtures.records("svarreaktioner.toml", _Reaktioner)

    @property
    def regler(self) -> tuple[str, ...]:
        """The ids of the rules on single cases, in the order they are tried."""
        return tuple(self._hjemmel.regler)

    @property
    def fejlkoder(self) -> frozenset[str]:
        """The codes of the business errors that can be answered with."""
        return frozenset(self._reaktioner.fejl)

    def svar(self, request: Forespoergsel) -> str:
        """Return the answer to `request` as the text of its body element."""
        return self.besvar(request).svar

    def besvar(self, request: Forespoergsel, goer: Goer | None = None) -> Besvarelse:
        """Return the answer to `request`, changed by what a scenario does to the business of it."""
        if goer is not None and goer.fejl is not None:
            return self._afvis(request, Afvist(goer.fejl))
        try:
            situation, sager = self._forstaa(request)
        except Afvist as afvist:
            return self._afvis(request, afvist)
        grupper = self._hjemmel.afgoer(situation, sager)
        givne = None if goer is None else self._givne(situation, goer)
        if givne is not None:
            sager, grupper = givne, self._alle(situation, givne)
        reaktioner = () if goer is None or goer.advis is None else (self._advis(goer.advis),)
        svar = self._svar.write(request, grupper, reaktioner)
        fejl = tuple(r.advis_id for r in reaktioner if r.advis_id is not None)
        noter = self._spoergsmaal.noter(request)
        return Besvarelse(svar, fejl, situation=situation, sager=sager, noter=noter)

    def spor(self, besvarelse: Besvarelse) -> Iterator[Spor]:
        """Yield what each rule said of each case behind an answer."""
        if besvarelse.situation is not None:
            yield from self._hjemmel.spor(besvarelse.situation, besvarelse.sager)

    def _forstaa(self, request: Forespoergsel) -> tuple[Situation, tuple[Kontrolsag, ...]]:
        """Return the question and the cases about its citizen. Raises Afvist."""
        dato = self._dato()
        situation = self._spoergsmaal.forstaa(request, dato)
        return situation, self._data.univers.sager(situation.cpr, dato)

    def _givne(self, situation: Situation, goer: Goer) -> tuple[Kontrolsag, ...] | None:
        """Return the cases that a scenario gives, or None when it gives none."""
        if goer.antal_sager is not None:
            return digtede_sager(self._data.register, situation, goer.antal_sager)
        if goer.antal_henlagte is not None:
            sager = digtede_sager(self._data.register, situation, goer.antal_henlagte)
            return tuple(_henlagt(sag, maaneder_foer(situation.dato, SIDEN)) for sag in sager)
        if goer.sager_fra is not None:
            return self._data.univers.sager(goer.sager_fra, situation.dato)
        return None

    def _alle(
        self, situation: Situation, sager: tuple[Kontrolsag, ...]
    ) -> tuple[Videregivelsesgruppe, ...]:
        """Return groups that show every case, whatever else was asked for but the legal bases."""
        if not sager:
            return ()
        temaer = frozenset(tema.noegle for sag in sager for tema in sag.kontroltemaer)
        henlagte = tuple(sag for sag in sager if sag.tilstand is Tilstand.HENLAGT)
        loebende = tuple(sag for sag in sager if sag.tilstand is not Tilstand.HENLAGT)

        def vist(sager: tuple[Kontrolsag, ...], id_: str) -> tuple[Videregivelse, ...]:
            felter = self._data.register.hjemler[id_].felter
            return tuple([Videregivelse(sag, felter, temaer) for sag in sager])

        return tuple(
            Videregivelsesgruppe(id_, vist(loebende, id_), vist(henlagte, id_))
            for id_ in situation.hjemler
        )

    def _afvis(self, request: Forespoergsel, afvist: Afvist) -> Besvarelse:
        fejl = self._reaktioner.fejl[afvist.kode]
        reaktion = Reaktion(
            fejl_id=afvist.kode,
            fejl_tekst=fejl.tekst.format_map(_Udfyldt(afvist.felter)),
            fejl_kilde=self._reaktioner.kilde,
        )
        svar = self._svar.write(request, reaktioner=(reaktion,))
        return Besvarelse(svar, (afvist.kode,), fejl.regel)

    def _advis(self, advis: Advis) -> Reaktion:
        return Reaktion(
            advis_id=advis.id, advis_tekst=advis.tekst, advis_kilde=self._reaktioner.kilde
        )


class _Udfyldt(dict[str, str]):
    """The values of a text's placeholders; what a scenario leaves out becomes an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def digtede_sager(register: Register, situation: Situation, antal: int) -> tuple[Kontrolsag, ...]:
    """Return so many running cases of the sector that is not the caller's, about the citizen."""
    anden = Sektor.UDK if situation.kalder.sektor is Sektor.KOMMUNE else Sektor.KOMMUNE
    ejer = next(m for m in register.myndigheder.values() if m.sektor is anden)
    emne = next(iter(register.kle.values()))
    tema = next(iter(register.temaer.values()))
    system = register.systemer(anden)[0]
    skridt = (Skridt("Oprettet", kontortid(situation.dato)),)
    return tuple(
        Kontrolsag(
            afledt_uuid("digtet", f"{situation.cpr}/{nummer}"),
            situation.cpr,
            ejer=ejer,
            fagsystem=system,
            ydelse=emne.noegle,
            primaer_klasse=emne,
            kontroltemaer=(tema,),
            skridt=skridt,
        )
        for nummer in range(antal)
    )


def _henlagt(sag: Kontrolsag, dato: date) -> Kontrolsag:
    """Return the case as shelved on a day."""
    skridt = (Skridt("Henlagt", kontortid(dato)),)
    return replace(sag, tilstand=Tilstand.HENLAGT, sluttet=dato, skridt=skridt)


def _vurdering(contract: Contract, data: Data) -> Hjemmelsvurdering:
    register = data.register
    stige = tuple(contract.profile.foelsomheder.values())
    return Hjemmelsvurdering(
        register.hjemler, register.matrix, register.ydelser, stige, register.indstillinger
    )
