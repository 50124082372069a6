"""The hand-written provider's data: callers, citizens and cases, and how KLE is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

UDK, AARHUS, ODENSE = "00001472", "55133018", "35209115"
STK1 = "UDKL_11A_STK1"
DATO = date(2026, 8, 31)  # six months earlier, clamped: 28 February
BOUNDARY = date(2026, 2, 28)


@dataclass(frozen=True)
class Case:
    """A control case as the provider keeps it."""

    number: int
    cpr: str
    owner: str
    started: str
    shelved: date | None = None
    kle: str = "32.45.04"
    level: int = 0

    @property
    def system(self) -> str:
        """The UUID of its master system."""
        return f"14720000-0000-4000-8000-00000000aa{self.number:02}"

    @property
    def unit(self) -> str:
        """The UUID of its responsible unit."""
        return f"14720000-0000-4000-8000-00000000cc{self.number:02}"

    @property
    def uuid(self) -> str:
        """The case's own UUID."""
        return f"14720000-0000-4000-8000-{self.number:012x}"


ANNA, BO, CARL, DORTE = "0113901001", "0113901002", "0113901003", "0113901004"
CITIZENS = (ANNA, BO, CARL, DORTE)
CASES = (
    Case(1, ANNA, UDK, "2026-05-01"),
    Case(8, ANNA, UDK, "2026-05-02", kle="33.10.01", level=1),
    Case(2, ANNA, AARHUS, "2026-04-01"),
    Case(3, BO, UDK, "2025-12-01", date(2026, 5, 31)),
    Case(4, BO, ODENSE, "2026-01-01", date(2026, 6, 30)),
    Case(5, CARL, UDK, "2025-10-01", BOUNDARY),
    Case(6, CARL, UDK, "2025-10-01", date(2026, 2, 27)),
    Case(7, CARL, ODENSE, "2026-08-01"),
    Case(10, DORTE, ODENSE, "2026-07-01"),
)


def twin(case: Case, cpr: str) -> Case:
    """Return the same case about another citizen."""
    return replace(case, cpr=cpr)


def spans(kle: str) -> list[tuple[str, str]]:
    """Return the first and last subject of each part of a KLE restriction."""
    parts = [part.strip().partition("-") for part in kle.split(",")]
    return [(bound(low, "00"), bound(high or low, "99")) for low, _, high in parts]


def bound(term: str, fill: str) -> str:
    """Return a subject with its wildcard, if it has one, filled in."""
    stem = term.strip().removesuffix("*")
    return stem + ".".join([fill] * (3 - stem.count(".")) if stem != term.strip() else [])


def readable(kle: str | None) -> bool:
    """Say whether a KLE restriction can be read."""
    term = r"(\*|\d\d\.(\*|\d\d\.(\*|\d\d)))"
    return kle is None or all(
        re.fullmatch(rf"{term}(-{term})?", part.strip()) for part in kle.split(",")
    )
