"""The provider behind the SOAP: a valid request in, a valid answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import msgspec
from lxml import etree

from sf1472.contract import Contract
from sf1472.errors import DataError
from sf1472.hjemmel import Hjemmelsvurdering, Videregivelsesgruppe
from sf1472.message import Forespoergsel, Messages, Reaktion
from sf1472.universe import Data, Fixtures
from sf1472_stub.answer import AnswerWriter
from sf1472_stub.question import Afvist, Spoergsmaal


class _Fejl(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tekst: str
    regel: str | None = None


class _Reaktioner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kilde: str
    fejl: Mapping[str, _Fejl]


class Provider:
    """Answers requests after the law and the data.

    Parameters: `dato` gives the stub's date at each call; `kalder` is the CVR number of the caller
    when a request names none. Raises DataError or ProfileError when data and profile do not fit.
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
        self._reaktioner = _load_reaktioner(data.fixtures)

    def answer(self, body: etree._Element) -> str:
        """Return the answer to the schema-valid request in `body`: its body element's text."""
        request = self.messages.read_request(body)
        try:
            return self._svar.write(request, self._afgoer(request))
        except Afvist as afvist:
            return self._svar.write(request, reaktioner=(self._fejl(afvist),))

    def _afgoer(self, request: Forespoergsel) -> tuple[Videregivelsesgruppe, ...]:
        dato = self._dato()
        situation = self._spoergsmaal.forstaa(request, dato)
        return self._hjemmel.afgoer(situation, self._data.univers.sager(situation.cpr, dato))

    def _fejl(self, afvist: Afvist) -> Reaktion:
        fejl = self._reaktioner.fejl[afvist.kode]
        return Reaktion(
            fejl_id=afvist.kode,
            fejl_tekst=fejl.tekst.format(**afvist.felter),
            fejl_kilde=self._reaktioner.kilde,
        )


def _vurdering(contract: Contract, data: Data) -> Hjemmelsvurdering:
    register, profile = data.register, contract.profile
    for code, id_ in profile.hjemler.items():
        if id_ not in register.hjemler:
            raise DataError(
                profile.file, f"hjemlen {id_!r} findes ikke i hjemler.toml", element=code
            )
    stige = tuple(profile.foelsomheder.values())
    return Hjemmelsvurdering(register.hjemler, register.matrix, register.ydelser, stige)


def _load_reaktioner(fixtures: Fixtures) -> _Reaktioner:
    file, table = fixtures.table("svarreaktioner.toml")
    try:
        return msgspec.convert(table, _Reaktioner)
    except msgspec.ValidationError as error:
        raise DataError(Path(file), str(error)) from error
