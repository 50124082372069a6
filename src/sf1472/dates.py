"""Dates in Denmark: calendar months, and the data's dates, fixed (`2026-05-01`) or as a distance.

A distance (`-P6M1D`) is counted from the stub's date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DANMARK = ZoneInfo("Europe/Copenhagen")
PROEVEDAG = date(2026, 1, 31)  # to try distances on: the end of a month, where most goes wrong
_DATE = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_DISTANCE = re.compile(r"(-?)P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?")
_KONTORTID = time(9)


def dansk_dato(nu: datetime | None = None) -> date:
    """Return the date in Denmark at the aware time `nu`, or now."""
    return (nu or datetime.now(DANMARK)).astimezone(DANMARK).date()


def maaneder_foer(dato: date, maaneder: int) -> date:
    """Return the day `maaneder` calendar months before `dato`, clamped to the month's end.

    31 August less six months is 28 February, or 29 in a leap year. Negative months go forward.
    """
    year, month = divmod(dato.year * 12 + dato.month - 1 - maaneder, 12)
    return date(year, month + 1, min(dato.day, monthrange(year, month + 1)[1]))


def laes_dato(tekst: str) -> date:
    """Read a date of 1900 to 2199 written YYYY-MM-DD, in no other way. Raises ValueError."""
    if not _DATE.fullmatch(tekst):
        raise ValueError(f"{tekst!r} er ikke en dato")
    return date.fromisoformat(tekst)


def dato_fra(tekst: str, dato: date) -> date:
    """Return the date that `tekst` means on the day `dato`. Raises ValueError."""
    match = _DISTANCE.fullmatch(tekst)
    if match is None:
        return laes_dato(tekst)
    years, months, days = (int(part or 0) for part in match.groups()[1:])
    sign = 1 if match[1] else -1
    try:
        return maaneder_foer(dato, sign * (12 * years + months)) - sign * timedelta(days=days)
    except OverflowError as error:
        raise ValueError(f"{tekst!r} er for langt væk") from error


def kontortid(dag: date) -> datetime:
    """Return nine in the morning, Danish time, on `dag`."""
    return datetime.combine(dag, _KONTORTID, DANMARK)
