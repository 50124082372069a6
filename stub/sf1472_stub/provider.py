"""The provider behind the SOAP: a valid request in, a valid answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
from lxml import etree

from sf1472.contract import Contract
from sf1472.domain import Kontrolsag
from sf1472.hjemmel import Hjemmelsvurdering, Situation, Spor
from sf1472.message import Forespoergsel, Messages, Reaktion
from sf1472.universe import Data
from sf1472_stub.answer import AnswerWriter
from sf1472_stub.question import Afvist, Spoergsmaal


class _Fejl(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tekst: str
    regel: str | None = None


class _Reaktioner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kilde: str
    fejl: Mapping[str, _Fejl]


@dataclass(frozen=True)
class Forklaring:
    """Why a request gets its answer.

    `svar` is the answer's body element; `afvist` the code of the `Fejl` that refused the whole
    call and `regel` the rule behind it, if any; `spor` what each rule said of each case.
    """

    svar: str
    afvist: str | None = None
    regel: str | None = None
    spor: tuple[Spor, ...] = ()


class Provider:
    """Answers requests after the law and the data.

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

    def answer(self, body: etree._Element) -> str:
        """Return the answer to the schema-valid request in `body`: its body element's text."""
        return self.svar(self.messages.read_request(body))

    def svar(self, request: Forespoergsel) -> str:
        """Return the answer to `request` as the text of its body element."""
        try:
            situation, sager = self._forstaa(request)
        except Afvist as afvist:
            return self._svar.write(request, reaktioner=(self._fejl(afvist),))
        return self._svar.write(request, self._hjemmel.afgoer(situation, sager))

    def forklar(self, request: Forespoergsel) -> Forklaring:
        """Return why `request` gets the answer it gets."""
        try:
            situation, sager = self._forstaa(request)
        except Afvist as afvist:
            regel = self._reaktioner.fejl[afvist.kode].regel
            return Forklaring(self.svar(request), afvist.kode, regel)
        return Forklaring(self.svar(request), spor=tuple(self._hjemmel.spor(situation, sager)))

    def _forstaa(self, request: Forespoergsel) -> tuple[Situation, tuple[Kontrolsag, ...]]:
        """Return the question and the cases about its citizen. Raises Afvist."""
        dato = self._dato()
        situation = self._spoergsmaal.forstaa(request, dato)
        return situation, self._data.univers.sager(situation.cpr, dato)

    def _fejl(self, afvist: Afvist) -> Reaktion:
        fejl = self._reaktioner.fejl[afvist.kode]
        return Reaktion(
            fejl_id=afvist.kode,
            fejl_tekst=fejl.tekst.format(**afvist.felter),
            fejl_kilde=self._reaktioner.kilde,
        )


def _vurdering(contract: Contract, data: Data) -> Hjemmelsvurdering:
    register = data.register
    stige = tuple(contract.profile.foelsomheder.values())
    return Hjemmelsvurdering(
        register.hjemler, register.matrix, register.ydelser, stige, register.indstillinger
    )
