"""Dates in the data: fixed (`2026-05-01`) or as a distance from the stub's date (`-P6M1D`)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sf1472.hjemmel import maaneder_foer

DANMARK = ZoneInfo("Europe/Copenhagen")
_DISTANCE = re.compile(r"(-?)P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
_KONTORTID = time(9)


def dansk_dato(nu: datetime | None = None) -> date:
    """Return the date in Denmark at the aware time `nu`, or now."""
    return (nu or datetime.now(DANMARK)).astimezone(DANMARK).date()


def dato_fra(tekst: str, dato: date) -> date:
    """Return the date that `tekst` means on the day `dato`. Raises ValueError."""
    match = _DISTANCE.fullmatch(tekst)
    if match is None:
        return date.fromisoformat(tekst)
    years, months, days = (int(part or 0) for part in match.groups()[1:])
    sign = 1 if match[1] else -1
    return maaneder_foer(dato, sign * (12 * years + months)) - sign * timedelta(days=days)


def kontortid(dag: date) -> datetime:
    """Return nine in the morning, Danish time, on `dag`."""
    return datetime.combine(dag, _KONTORTID, DANMARK)
