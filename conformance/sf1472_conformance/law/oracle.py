"""The kit's own reading of the law and the integration description, made from answers only.

It shares nothing with the stub: a provider that errs as the stub errs is still found out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from zoneinfo import ZoneInfo

from sf1472.message import Statusskridt

DENMARK = ZoneInfo("Europe/Copenhagen")
MONTHS = 6  # Lov om Udbetaling Danmark § 11 a, stk. 2, nr. 4

_DATE_TIME = re.compile(
    r"(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?"
)


@dataclass(frozen=True)
class Instant:
    """An xs:dateTime: `whole` seconds (in UTC when `zoned`, else as written) and the fraction."""

    whole: datetime
    fraction: Fraction
    zoned: bool


class DeadlineStatus(Enum):
    """Whether a shelved case may still be disclosed."""

    WITHIN = "within"
    BOUNDARY = "boundary"
    EXCEEDED = "exceeded"
    UNKNOWN = "unknown"


def parse_date_time(text: str) -> Instant:
    """Read an xs:dateTime to any number of fractional digits. Raises ValueError."""
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an xs:dateTime")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    midnight = hour == 24  # the first instant of the next day (XML Schema part 2, 3.2.7)
    whole = datetime(year, month, day, 0 if midnight else hour, minute, second)
    whole += timedelta(days=int(midnight))
    fraction = Fraction(int(match[7]), 10 ** len(match[7])) if match[7] else Fraction(0)
    if match[8] is None:
        return Instant(whole, fraction, zoned=False)
    return Instant(whole - _offset(match[8]), fraction, zoned=True)


def danish_date(text: str) -> date:
    """Return the date in Denmark at an xs:dateTime; without a zone it is taken as Danish time."""
    instant = parse_date_time(text)
    if not instant.zoned:
        return instant.whole.date()
    return instant.whole.replace(tzinfo=timezone.utc).astimezone(DENMARK).date()


def months_before(day: date, months: int) -> date:
    """Return the same day `months` calendar months earlier, or that month's last day."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """Return the same day `months` calendar months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def shelved_on(steps: Iterable[Statusskridt]) -> date | None:
    """Return the day a shelved case was shelved: the start of its latest step, if it shows any."""
    days = []
    for step in steps:
        try:
            days.append(danish_date(step.fra))
        except (ValueError, OverflowError):
            return None
    return max(days, default=None)


def deadline(steps: Iterable[Statusskridt], today: date) -> DeadlineStatus:
    """Say whether a case with these steps was shelved within six months of `today`.

    The boundary day itself is open in the law's text, so it gives no verdict.
    """
    day = shelved_on(steps)
    if day is None:
        return DeadlineStatus.UNKNOWN
    boundary = months_before(today, MONTHS)
    if day == boundary:
        return DeadlineStatus.BOUNDARY
    return DeadlineStatus.WITHIN if day > boundary else DeadlineStatus.EXCEEDED


def may_see(caller: str, owner: str, udk: str) -> bool:
    """Say whether `caller` may see a case of `owner` (all CVR numbers): only across the sectors."""
    return (caller == udk) != (owner == udk)


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta(0)
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
