"""The synthetic universe: every CPR number has its cases, named citizens those of the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sf1472.domain import EgenSag, Kontrolsag
from sf1472.universe.syntese import Syntese
from sf1472.universe.testborgere import Testborger


class Univers:
    """All citizens. `testborgere` are the named ones by CPR number."""

    def __init__(self, testborgere: Mapping[str, Testborger], syntese: Syntese) -> None:
        self.testborgere = testborgere
        self._syntese = syntese
        self._egne = {s.uuid: s for borger in testborgere.values() for s in borger.egne_sager}
        self.sager = lru_cache(maxsize=10_000)(self._sager)

    def egen_sag(self, uuid: str) -> EgenSag | None:
        """Return the authority's own case with this UUID, if there is one."""
        return self._egne.get(uuid)

    def _sager(self, cpr: str, dato: date) -> tuple[Kontrolsag, ...]:
        """Return every control case about the citizen as it stands on `dato`."""
        borger = self.testborgere.get(cpr)
        return borger.sager(dato) if borger is not None else self._syntese.sager(cpr, dato)
