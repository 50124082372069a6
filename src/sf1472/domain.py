"""The domain: authorities, control cases and the callers' own cases.

Times are aware datetimes in Europe/Copenhagen, dates are that zone's dates.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from msgspec import Struct

from sf1472.message import Afdeling, Klasse


class Sektor(str, Enum):
    """The two sectors of the integration (seed, chapter 1.1)."""

    UDK = "UDK"
    KOMMUNE = "KOMMUNE"


class Tilstand(str, Enum):
    """How far a case is: running, shelved (henlagt), or ended in another way."""

    LOEBENDE = "loebende"
    HENLAGT = "henlagt"
    AFSLUTTET = "afsluttet"

    @property
    def tekst(self) -> str:
        """The state as a word in a Danish text."""
        return "løbende" if self is Tilstand.LOEBENDE else self.value


class Myndighed(Struct, frozen=True):
    """An authority. `sektor` follows from the CVR number, never from law or KLE subject."""

    cvr: str
    navn: str
    sektor: Sektor
    kommunekode: str | None = None


class Fagsystem(Struct, frozen=True):
    """The IT system that is master of a case (`ItSystemInstans`)."""

    uuid: str
    titel: str


class Skridt(Struct, frozen=True):
    """One step of a case (sagsskridt); `til` is None while it lasts."""

    tekst: str
    fra: datetime
    til: datetime | None = None


class Kontrolsag(Struct, frozen=True, eq=False, weakref=True):
    """A control case as its owner knows it; more than may be told to anyone.

    `ydelse` is the KLE subject (`xx.yy.zz`) of the benefit under control, which the message does
    not carry; `foelsomhed` one of the profile's domain codes; `sluttet` the date on which the case
    was shelved or ended. Compared by identity: what is made from a case can be kept with it.
    """

    uuid: str
    cpr: str
    ejer: Myndighed
    fagsystem: Fagsystem
    ydelse: str
    primaer_klasse: Klasse
    kontroltemaer: tuple[Klasse, ...]
    skridt: tuple[Skridt, ...]
    tilstand: Tilstand = Tilstand.LOEBENDE
    sluttet: date | None = None
    foelsomhed: str = "fortrolig"
    afdeling: Afdeling | None = None
    handlingsklasse: Klasse | None = None
    afgoerelse: Klasse | None = None


class EgenSag(Struct, frozen=True):
    """A case of the caller's own about a benefit, by which it may ask about a citizen."""

    uuid: str
    cpr: str
    ejer: Myndighed
    ydelse: str
