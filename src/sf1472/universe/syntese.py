"""Synthetic cases for any CPR number: a pure function of seed, CPR number and date.

Nothing is stored and nothing depends on the order of asking. The draws come from BLAKE2b, so they
are the same on every machine and Python version.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from sf1472.domain import EgenSag, Kontrolsag, Sektor, Skridt, Tilstand
from sf1472.message import Klasse
from sf1472.universe.fixtures import Fixtures
from sf1472.universe.register import KONTROL, Register
from sf1472.universe.sagsnummer import Sagsnumre
from sf1472.universe.testborgere import forloeb

_T = TypeVar("_T")


class _Dage(Struct, frozen=True, forbid_unknown_fields=True):
    mindst: int
    hoejst: int


class Andele(Struct, frozen=True, forbid_unknown_fields=True):
    """The shares of `fixtures/univers.toml`; each table's figures are weights."""

    froe: int
    antal: dict[str, int]
    sektor: dict[Sektor, int]
    tilstand: dict[Tilstand, int]
    henlagt_dage: _Dage
    varighed_dage: _Dage
    kontroltemaer: dict[str, int]
    foelsomhed: dict[str, int]


def load_andele(fixtures: Fixtures) -> Andele:
    """Read the shares. Raises DataError."""
    return fixtures.records("univers.toml", Andele)


class _Lod:
    """A stream of draws for one purpose; each draw is a 64-bit number."""

    def __init__(self, froe: int, formaal: str) -> None:
        self._seed = f"{froe}/{formaal}"
        self._block = 0
        self._pool: list[int] = []

    def under(self, bound: int) -> int:
        """Return a number from 0 to `bound` - 1."""
        if not self._pool:
            digest = blake2b(f"{self._seed}/{self._block}".encode()).digest()
            self._pool = [int.from_bytes(digest[i : i + 8], "big") for i in range(0, 64, 8)]
            self._block += 1
        return self._pool.pop() % bound

    def en(self, valg: Sequence[_T]) -> _T:
        """Return one of `valg`."""
        return valg[self.under(len(valg))]

    def mellem(self, dage: _Dage) -> int:
        """Return a number from `mindst` to `hoejst`, both included."""
        return dage.mindst + self.under(dage.hoejst - dage.mindst + 1)


class _Vaegte:
    """A choice among keys by weight."""

    def __init__(self, vaegte: Mapping[str, int]) -> None:
        self._keys = list(vaegte)
        self._sums = list(accumulate(vaegte.values()))

    def vaelg(self, lod: _Lod) -> str:
        return self._keys[bisect_right(self._sums, lod.under(self._sums[-1]))]


class Syntese:
    """Makes the cases of citizens that are not named anywhere."""

    def __init__(self, register: Register, andele: Andele) -> None:
        self._register = register
        self._andele = andele
        self.froe = andele.froe
        self._sagsnumre = Sagsnumre(andele.froe)
        self._antal = _Vaegte(andele.antal)
        self._sektor = _Vaegte({s.value: v for s, v in andele.sektor.items()})
        self._tilstand = _Vaegte({t.value: v for t, v in andele.tilstand.items()})
        self._temaantal = _Vaegte(andele.kontroltemaer)
        self._foelsomhed = _Vaegte(andele.foelsomhed)
        self._ejere = {
            Sektor.UDK: (register.udk,),
            Sektor.KOMMUNE: tuple(m for m in register.myndigheder.values() if m.kommunekode),
        }
        self._temaer = tuple(register.temaer.values())
        self._systemer = {sektor: register.systemer(sektor) for sektor in Sektor}

    def sager(self, cpr: str, dato: date) -> tuple[Kontrolsag, ...]:
        """Return the citizen's cases on the day `dato`; ids do not depend on the day."""
        antal = int(self._antal.vaelg(_Lod(self._andele.froe, cpr)))
        return tuple(self._sag(cpr, nummer, dato) for nummer in range(antal))

    def egne_sager(self, cpr: str) -> tuple[EgenSag, ...]:
        """Return the cases about benefits by which authorities may ask: one in each sector."""
        return tuple(self._egen_sag(cpr, nummer) for nummer in range(len(Sektor)))

    def egen_sag(self, uuid: str) -> EgenSag | None:
        """Return the own case with this UUID, if this seed made it."""
        fundet = self._sagsnumre.laes(uuid)
        if fundet is None or fundet[1] >= len(Sektor):
            return None
        return self._egen_sag(*fundet)

    def _egen_sag(self, cpr: str, nummer: int) -> EgenSag:
        sektor = tuple(Sektor)[nummer]
        lod = _Lod(self._andele.froe, f"{cpr}/egen/{nummer}")
        return EgenSag(
            self._sagsnumre.skriv(cpr, nummer),
            cpr,
            lod.en(self._ejere[sektor]),
            lod.en(self._register.ydelser[sektor]),
        )

    def _sag(self, cpr: str, nummer: int, dato: date) -> Kontrolsag:
        lod = _Lod(self._andele.froe, f"{cpr}/{nummer}")
        sektor = Sektor(self._sektor.vaelg(lod))
        tilstand = Tilstand(self._tilstand.vaelg(lod))
        ydelse = lod.en(self._register.ydelser[sektor])
        skridt, sluttet = self._forloeb(tilstand, dato, lod)
        emne = KONTROL if lod.under(10) else ydelse
        return Kontrolsag(
            uuid=str(UUID(int=lod.under(1 << 64) << 64 | lod.under(1 << 64), version=4)),
            cpr=cpr,
            ejer=lod.en(self._ejere[sektor]),
            fagsystem=lod.en(self._systemer[sektor]),
            ydelse=ydelse,
            primaer_klasse=self._register.kle[emne],
            kontroltemaer=self._valgte_temaer(lod),
            skridt=skridt,
            tilstand=tilstand,
            sluttet=sluttet,
            foelsomhed=self._foelsomhed.vaelg(lod),
            afdeling=lod.en(self._register.afdelinger) if lod.under(2) else None,
        )

    def _forloeb(
        self, tilstand: Tilstand, dato: date, lod: _Lod
    ) -> tuple[tuple[Skridt, ...], date | None]:
        slut = dato
        if tilstand is not Tilstand.LOEBENDE:
            slut = dato - timedelta(days=lod.mellem(self._andele.henlagt_dage))
        varighed = lod.mellem(self._andele.varighed_dage)
        start = slut - timedelta(days=varighed)
        punkter = [("Opstået", start)]
        if lod.under(2):
            punkter.append(("Oplyst", start + timedelta(days=varighed // 2)))
        if tilstand is Tilstand.LOEBENDE:
            return forloeb(punkter), None
        punkter.append(("Henlagt" if tilstand is Tilstand.HENLAGT else "Afsluttet", slut))
        return forloeb(punkter), slut

    def _valgte_temaer(self, lod: _Lod) -> tuple[Klasse, ...]:
        rest = list(self._temaer)
        return tuple(rest.pop(lod.under(len(rest))) for _ in range(int(self._temaantal.vaelg(lod))))
