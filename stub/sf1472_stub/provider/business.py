"""The business of a call: a valid request in, a valid answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import msgspec
from msgspec import Struct

from sf1472.contract import Contract
from sf1472.data.blanks import filled
from sf1472.domain import Kontrolsag
from sf1472.hjemmel import Hjemmelsdata, Hjemmelsvurdering, Situation, Spor
from sf1472.message import Forespoergsel, Messages, Reaktion
from sf1472.universe import Data, Register
from sf1472_stub.provider.answer import AnswerWriter
from sf1472_stub.provider.question import Afvist, Spoergsmaal
from sf1472_stub.scenarios.cases import given_cases, show_all
from sf1472_stub.scenarios.model import Action, Advis


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
    """Answers requests by the law and the data, or as a scenario wants it.

    Parameters: `hjemmel` is the law's data; `dato` gives the stub's date at each call; `kalder` is
    the CVR number of the caller when a request names none.
    """

    def __init__(
        self,
        contract: Contract,
        data: Data,
        hjemmel: Hjemmelsdata,
        dato: Callable[[], date],
        kalder: str | None = None,
    ) -> None:
        self.messages = Messages(contract)
        self._data = data
        self._dato = dato
        self._spoergsmaal = Spoergsmaal(contract.profile, data, hjemmel, kalder)
        self._hjemler = hjemmel.hjemler
        self._hjemmel = _vurdering(contract, data.register, hjemmel)
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

    def besvar(self, request: Forespoergsel, action: Action | None = None) -> Besvarelse:
        """Return the answer to `request`, changed by what a scenario does to the business of it."""
        if action is not None and action.fejl is not None:
            return self._afvis(request, Afvist(action.fejl))
        try:
            situation, sager = self._forstaa(request)
        except Afvist as afvist:
            return self._afvis(request, afvist)
        grupper = self._hjemmel.afgoer(situation, sager)
        given = None if action is None else given_cases(self._data, situation, action)
        if given is not None:
            sager, grupper = given, show_all(self._hjemler, situation, given)
        reaktioner = () if action is None or action.advis is None else (self._advis(action.advis),)
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

    def _afvis(self, request: Forespoergsel, afvist: Afvist) -> Besvarelse:
        fejl = self._reaktioner.fejl[afvist.kode]
        reaktion = Reaktion(
            fejl_id=afvist.kode,
            fejl_tekst=filled(fejl.tekst, afvist.felter),
            fejl_kilde=self._reaktioner.kilde,
        )
        svar = self._svar.write(request, reaktioner=(reaktion,))
        return Besvarelse(svar, (afvist.kode,), fejl.regel)

    def _advis(self, advis: Advis) -> Reaktion:
        return Reaktion(
            advis_id=advis.id, advis_tekst=advis.tekst, advis_kilde=self._reaktioner.kilde
        )


def _vurdering(contract: Contract, register: Register, hjemmel: Hjemmelsdata) -> Hjemmelsvurdering:
    stige = tuple(contract.profile.foelsomheder.values())
    return Hjemmelsvurdering(
        hjemmel.hjemler, hjemmel.matrix, register.ydelser, stige, hjemmel.indstillinger
    )
