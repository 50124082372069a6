"""The synthetic universe: every CPR number has its cases, named citizens those of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from msgspec import Struct

from sf1472.domain import EgenSag, Kontrolsag
from sf1472.universe.syntese import Syntese
from sf1472.universe.testborgere import Testborger


class Borger(Struct, frozen=True):
    """One citizen with its control cases, as they stand on some day."""

    cpr: str
    sager: tuple[Kontrolsag, ...]


class Univers:
    """All citizens: `testborgere` the named ones by CPR number, the others from the seed `froe`."""

    def __init__(self, testborgere: Mapping[str, Testborger], syntese: Syntese) -> None:
        self.froe = syntese.froe
        self._syntese = syntese
        self._from_start = testborgere
        self.sager = lru_cache(maxsize=10_000)(self._sager)
        self.reset()

    def add(self, borger: Testborger) -> None:
        """Add a named citizen, in place of the one with the same CPR number if there is one."""
        self._put({**self.testborgere, borger.cpr: borger})

    def remove(self, cpr: str) -> bool:
        """Let a named citizen be like any other; return False when there is none."""
        kendt = cpr in self.testborgere
        self._put({nr: borger for nr, borger in self.testborgere.items() if nr != cpr})
        return kendt

    def reset(self) -> None:
        """Return to the named citizens of the data files."""
        self._put(self._from_start)

    def egen_sag(self, uuid: str) -> EgenSag | None:
        """Return the authority's own case with this UUID, if there is one."""
        named = self._egne.get(uuid)
        if named is not None:
            return named
        sag = self._syntese.egen_sag(uuid)
        return None if sag is None or sag.cpr in self.testborgere else sag

    def egne_sager(self, cpr: str) -> tuple[EgenSag, ...]:
        """Return the cases by which authorities may ask about the citizen."""
        borger = self.testborgere.get(cpr)
        return self._syntese.egne_sager(cpr) if borger is None else borger.egne_sager

    def borgere(self, numre: Iterable[str], dato: date) -> Iterator[Borger]:
        """Yield the citizens with these CPR numbers, nothing kept in memory."""
        for cpr in numre:
            yield Borger(cpr, self._sager(cpr, dato))

    def _put(self, testborgere: Mapping[str, Testborger]) -> None:
        self.testborgere = testborgere
        self._egne = {s.uuid: s for borger in testborgere.values() for s in borger.egne_sager}
        self.sager.cache_clear()

    def _sager(self, cpr: str, dato: date) -> tuple[Kontrolsag, ...]:
        """Return every control case about the citizen as it stands on `dato`."""
        borger = self.testborgere.get(cpr)
        return borger.sager(dato) if borger is not None else self._syntese.sager(cpr, dato)
