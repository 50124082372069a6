"""Service agreements: which authorities may call the service, and when. HJ-AFTALE-1."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date

from sf1472.data.fixtures import Fixtures, Row
from sf1472.dates import PROEVEDAG, dato_fra

ALLE = "*"


class Serviceaftaler:
    """Agreements by CVR number; each with first and last day as the file writes them, or empty."""

    def __init__(self, aftaler: Mapping[str, tuple[str, str]]) -> None:
        self._aftaler = aftaler

    def gaelder(self, cvr: str, dato: date) -> bool:
        """Say whether the authority has an agreement in force on `dato`."""
        aftale = self._aftaler.get(cvr) or self._aftaler.get(ALLE)
        if aftale is None:
            return False
        fra, til = aftale
        return (not fra or dato_fra(fra, dato) <= dato) and (not til or dato <= dato_fra(til, dato))


def load_serviceaftaler(fixtures: Fixtures, myndigheder: Container[str]) -> Serviceaftaler:
    """Read the agreements. Raises DataError with file, line, column and what was expected."""
    aftaler: dict[str, tuple[str, str]] = {}
    for row in fixtures.rows("serviceaftaler.csv", "cvr", "gyldig_fra", "gyldig_til"):
        cvr = row["cvr"]
        if cvr != ALLE and cvr not in myndigheder:
            raise row.error("cvr", "myndigheden findes ikke i myndigheder.csv")
        if cvr in aftaler:
            raise row.error("cvr", "myndigheden står der allerede")
        aftaler[cvr] = (_dato(row, "gyldig_fra"), _dato(row, "gyldig_til"))
    return Serviceaftaler(aftaler)


def _dato(row: Row, column: str) -> str:
    try:
        if row[column]:
            dato_fra(row[column], PROEVEDAG)
    except ValueError as error:
        raise row.error(column, "skal være en dato, en afstand som -P1M, eller tom") from error
    return row[column]
