"""Synthetic cases for any CPR number: a pure function of seed, CPR number and date.

Nothing is stored and nothing depends on the order of asking. The draws come from BLAKE2b, so they
are the same on every machine and Python version.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, combinations, product
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from sf1472.data.fixtures import Fixtures
from sf1472.dates import kontortid
from sf1472.domain import EgenSag, Kontrolsag, Sektor, Skridt, Tilstand
from sf1472.errors import DataError
from sf1472.message import Klasse
from sf1472.universe.register import KONTROL, Register
from sf1472.universe.sagsnummer import Sagsnumre

_T = TypeVar("_T")
_Temaer: TypeAlias = tuple[tuple[Klasse, ...], ...]


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


def load_andele(fixtures: Fixtures, register: Register, stige: Container[str]) -> Andele:
    """Read the shares and check them. Raises DataError with file, element and what was expected."""
    name = "univers.toml"
    andele = fixtures.records(name, Andele)
    for element, problem in _problemer(andele, len(register.temaer), stige):
        raise DataError(fixtures.find(name), problem, element=element)
    return andele


def _problemer(andele: Andele, temaer: int, stige: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield element and problem of what the types do not tell."""
    for element in ("antal", "sektor", "tilstand", "kontroltemaer", "foelsomhed"):
        vaegte = getattr(andele, element).values()
        if not vaegte or min(vaegte) < 0 or not any(vaegte):
            yield element, "andelene skal være 0 eller mere, og mindst én skal være over 0"
    for element, fra, til in (("antal", 0, 15), ("kontroltemaer", 1, temaer)):
        for noegle in getattr(andele, element):
            if not re.fullmatch("[0-9]{1,2}", noegle) or not fra <= int(noegle) <= til:
                yield f"{element}.{noegle}", f"skal være et antal fra {fra} til {til}"
    for element in ("henlagt_dage", "varighed_dage"):
        if not 0 <= getattr(andele, element).mindst <= getattr(andele, element).hoejst:
            yield element, "mindst skal være 0 eller mere og højst lig med hoejst"
    for noegle in andele.foelsomhed:
        if noegle not in stige:
            yield f"foelsomhed.{noegle}", "trinet findes ikke i kontraktens profil"


class _Draws:
    """The draws for one purpose: a number of 384 bits, taken apart from below, and 16 bytes beside.

    A citizen's count or a case takes some 80 bits, so that no draw notices where the number ends.
    """

    __slots__ = ("_rest", "bytes")

    def __init__(self, purpose: str) -> None:
        digest = blake2b(purpose.encode()).digest()
        self.bytes = digest[:16]
        self._rest = int.from_bytes(digest[16:], "big")

    def below(self, bound: int) -> int:
        """Return a number from 0 to `bound` - 1."""
        self._rest, drawn = divmod(self._rest, bound)
        return drawn

    def one(self, things: Sequence[_T]) -> _T:
        """Return one of `things`."""
        self._rest, drawn = divmod(self._rest, len(things))
        return things[drawn]

    def between(self, dage: _Dage) -> int:
        """Return a number from `mindst` to `hoejst`, both included."""
        return dage.mindst + self.below(dage.hoejst - dage.mindst + 1)


class _Weights(Generic[_T]):
    """A choice among things by weight."""

    def __init__(self, vaegte: Mapping[_T, int]) -> None:
        self._things = list(vaegte)
        self._sums = list(accumulate(vaegte.values()))
        self._total = self._sums[-1]

    def choose(self, draws: _Draws) -> _T:
        return self._things[bisect_right(self._sums, draws.below(self._total))]


class Syntese:
    """Makes the cases of citizens that are not named anywhere."""

    def __init__(self, register: Register, andele: Andele) -> None:
        self._register = register
        self._andele = andele
        self.froe = andele.froe
        self._sagsnumre = Sagsnumre(andele.froe)
        self._antal = _Weights({int(antal): vaegt for antal, vaegt in andele.antal.items()})
        temaer = register.temaer.values()
        self._kinds = _combined(
            andele.sektor,
            andele.tilstand,
            {
                tuple(combinations(temaer, int(antal))): vaegt
                for antal, vaegt in andele.kontroltemaer.items()
            },
            andele.foelsomhed,
        )
        self._ejere = {
            Sektor.UDK: (register.udk,),
            Sektor.KOMMUNE: tuple(m for m in register.myndigheder.values() if m.kommunekode),
        }
        self._systemer = {sektor: register.systemer(sektor) for sektor in Sektor}
        self._afdelinger = (None,) * len(register.afdelinger) + register.afdelinger

    def sager(self, cpr: str, dato: date) -> tuple[Kontrolsag, ...]:
        """Return the citizen's cases on the day `dato`; ids do not depend on the day."""
        antal = self._antal.choose(_Draws(f"{self.froe}/{cpr}"))
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
        draws = _Draws(f"{self.froe}/{cpr}/egen/{nummer}")
        return EgenSag(
            self._sagsnumre.skriv(cpr, nummer),
            cpr,
            draws.one(self._ejere[sektor]),
            draws.one(self._register.ydelser[sektor]),
        )

    def _sag(self, cpr: str, nummer: int, dato: date) -> Kontrolsag:
        draws = _Draws(f"{self.froe}/{cpr}/{nummer}")
        sektor, tilstand, temaer, foelsomhed = self._kinds.choose(draws)
        ydelse = draws.one(self._register.ydelser[sektor])
        skridt, sluttet = self._forloeb(tilstand, dato.toordinal(), draws)
        emne = KONTROL if draws.below(10) else ydelse
        return Kontrolsag(
            _uuid4(draws.bytes),
            cpr,
            ejer=draws.one(self._ejere[sektor]),
            fagsystem=draws.one(self._systemer[sektor]),
            ydelse=ydelse,
            primaer_klasse=self._register.kle[emne],
            kontroltemaer=draws.one(temaer),
            skridt=skridt,
            tilstand=tilstand,
            sluttet=sluttet,
            foelsomhed=foelsomhed,
            afdeling=draws.one(self._afdelinger),
        )

    def _forloeb(
        self, tilstand: Tilstand, dag: int, draws: _Draws
    ) -> tuple[tuple[Skridt, ...], date | None]:
        """Return the steps and the end of a case as seen on `dag`; days are proleptic ordinals."""
        varighed = draws.between(self._andele.varighed_dage)
        samtale = varighed // 2 if draws.below(2) else None
        if tilstand is Tilstand.LOEBENDE:
            return _skridt(dag - varighed, samtale, None, ""), None
        slut = dag - draws.between(self._andele.henlagt_dage)
        tekst = "Henlagt" if tilstand is Tilstand.HENLAGT else "Afsluttet"
        return _skridt(slut - varighed, samtale, slut, tekst), date.fromordinal(slut)


def _skridt(start: int, samtale: int | None, slut: int | None, tekst: str) -> tuple[Skridt, ...]:
    """Return the steps of a case: each lasts until the next begins, the last one is open."""
    begyndt = _kontortid(start)
    sluttet = None if slut is None else _kontortid(slut)
    if samtale is None:
        skridt: tuple[Skridt, ...] = (Skridt("Oprettet", begyndt, sluttet),)
    else:
        midt = _kontortid(start + samtale)
        skridt = (
            Skridt("Oprettet", begyndt, midt),
            Skridt("Indkaldelse til samtale", midt, sluttet),
        )
    return skridt if sluttet is None else (*skridt, Skridt(tekst, sluttet))


@lru_cache(maxsize=4096)
def _kontortid(dag: int) -> datetime:
    return kontortid(date.fromordinal(dag))


def _uuid4(content: bytes) -> str:
    """Write 16 bytes as a UUID of version 4; faster than going by way of `uuid.UUID`."""
    text = content.hex()
    variant = "89ab"[content[8] & 3]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


def _combined(
    sektor: Mapping[Sektor, int],
    tilstand: Mapping[Tilstand, int],
    temaer: Mapping[_Temaer, int],
    foelsomhed: Mapping[str, int],
) -> _Weights[tuple[Sektor, Tilstand, _Temaer, str]]:
    """Return one choice for four that are independent: a quarter of the draws."""
    return _Weights(
        {
            (s, t, k, f): sektor[s] * tilstand[t] * temaer[k] * foelsomhed[f]
            for s, t, k, f in product(sektor, tilstand, temaer, foelsomhed)
        }
    )
