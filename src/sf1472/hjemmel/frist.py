"""The six months of § 11 a, stk. 2, nr. 4, in calendar months and Danish dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MAANEDER = 6


def maaneder_foer(dato: date, maaneder: int) -> date:
    """Return the day `maaneder` calendar months before `dato`, clamped to the month's end.

    31 August less six months is 28 February, or 29 in a leap year. Negative months go forward.
    """
    year, month = divmod(dato.year * 12 + dato.month - 1 - maaneder, 12)
    return date(year, month + 1, min(dato.day, monthrange(year, month + 1)[1]))
