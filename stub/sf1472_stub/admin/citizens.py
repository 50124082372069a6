"""Test citizens: see them, add one's own, remove them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.responses import Response

from sf1472.contract import Contract
from sf1472.errors import DataError
from sf1472.universe import Data, Testborger, laes_testborger
from sf1472_stub.admin.problem import Problem, answer
from sf1472_stub.admin.resource import BODY, ControlCall

PATH = "/__admin/citizens"


class Citizens:
    """Answers what is asked about test citizens.

    Words and checks are those of `fixtures/testborgere.yaml`.
    """

    def __init__(self, contract: Contract, data: Data, dato: Callable[[], date]) -> None:
        self._stige = tuple(contract.profile.foelsomheder.values())
        self._data = data
        self._dato = dato

    async def all(self, _: ControlCall) -> Response:
        """Return the named citizens as they stand on the stub's date."""
        borgere = self._data.univers.testborgere.values()
        return answer({"citizens": [_view(borger, self._dato()) for borger in borgere]})

    async def add(self, call: ControlCall) -> Response:
        """Add one citizen until it is removed or the stub is reset."""
        try:
            borger = laes_testborger(
                call.decoded(), self._data.register, self._stige, PATH, self._uuids()
            )
        except DataError as error:
            raise Problem(400, error.problem, error.element or BODY) from error
        if borger.cpr in self._data.univers.testborgere:
            raise Problem(409, "borgeren står der allerede; fjern den først", "cpr")
        self._data.univers.add(borger)
        return answer(_view(borger, self._dato()), 201)

    async def remove(self, call: ControlCall) -> Response:
        """Let a named citizen be like any other."""
        if not self._data.univers.remove(call.name("cpr")):
            raise Problem(404, f"Ingen testborger har nummeret; se dem på {PATH}", PATH)
        return answer({"removed": 1})

    def _uuids(self) -> set[str]:
        """Return the UUIDs that cases of named citizens have."""
        dato = self._dato()
        borgere = self._data.univers.testborgere.values()
        egne = {sag.uuid for borger in borgere for sag in borger.egne_sager}
        return egne | {sag.uuid for borger in borgere for sag in borger.sager(dato)}


def _view(borger: Testborger, dato: date) -> dict[str, Any]:
    return {
        "cpr": borger.cpr,
        "viser": borger.viser,
        "egne_sager": [
            {"uuid": sag.uuid, "ejer": sag.ejer.cvr, "ydelse": sag.ydelse}
            for sag in borger.egne_sager
        ],
        "kontrolsager": [
            {
                "uuid": sag.uuid,
                "ejer": sag.ejer.cvr,
                "ydelse": sag.ydelse,
                "temaer": [tema.titel for tema in sag.kontroltemaer],
                "tilstand": sag.tilstand,
                "sluttet": sag.sluttet,
            }
            for sag in borger.sager(dato)
        ],
    }
