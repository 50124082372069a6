"""The kit's own reading of time and sector."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sf1472.message import Statusskridt
from sf1472_conformance.law.oracle import (
    DeadlineStatus,
    danish_date,
    deadline,
    may_see,
    months_before,
    parse_date_time,
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 31), date(2025, 9, 30)),
        (date(2026, 5, 1), date(2025, 11, 1)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 31), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2026, 6, 30)),
    ],
    ids=str,
)
def test_six_months_are_calendar_months_with_clamped_ends(day: date, expected: date) -> None:
    """31 August counts from the last day of February."""
    assert months_before(day, 6) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-28T23:30:00Z", date(2026, 3, 1)),
        ("2026-02-28T22:59:59.999Z", date(2026, 2, 28)),
        ("2026-06-30T22:00:00Z", date(2026, 7, 1)),
        ("2026-02-28T23:30:00", date(2026, 2, 28)),
        ("2026-02-28T24:00:00", date(2026, 3, 1)),
        ("2026-03-01T02:00:00+05:45", date(2026, 2, 28)),
    ],
)
def test_dates_are_danish(text: str, expected: date) -> None:
    """Times with a zone are moved to Danish time, times without one are Danish."""
    assert danish_date(text) == expected


def test_fractions_are_exact() -> None:
    """Any number of digits counts."""
    instant = parse_date_time("2026-05-01T09:30:00.1234567890+02:00")
    assert instant.fraction == Fraction(123456789, 10**9)
    assert instant == parse_date_time("2026-05-01T07:30:00.123456789Z")
    assert instant != parse_date_time("2026-05-01T07:30:00.123456789")


@pytest.mark.parametrize("text", ["", "2026-05-01", "2026-13-01T00:00:00", "i går"])
def test_other_texts_are_no_date_times(text: str) -> None:
    """Reading them is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        parse_date_time(text)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["2026-02-28T12:00:00+01:00"], DeadlineStatus.BOUNDARY),
        (["2026-03-01T00:00:00+01:00"], DeadlineStatus.WITHIN),
        (["2026-02-27T23:30:00+01:00"], DeadlineStatus.EXCEEDED),
        (["2026-05-01T00:00:00Z", "2025-01-01T00:00:00Z"], DeadlineStatus.WITHIN),
        ([], DeadlineStatus.UNKNOWN),
        (["ikke en tid"], DeadlineStatus.UNKNOWN),
    ],
    ids=["boundary", "within", "exceeded", "latest-step-decides", "no-steps", "unreadable"],
)
def test_the_latest_step_decides(times: list[str], expected: DeadlineStatus) -> None:
    """On 31 August 2026 the boundary is 28 February, and it gives no verdict."""
    steps = [Statusskridt("Skridt", fra) for fra in times]
    assert deadline(steps, date(2026, 8, 31)) is expected


def test_only_across_sectors() -> None:
    """UDK and municipalities see each other's cases, nobody sees its own sector's."""
    assert may_see("55133018", "00001472", "00001472")
    assert may_see("00001472", "55133018", "00001472")
    assert not may_see("55133018", "35209115", "00001472")
    assert not may_see("55133018", "55133018", "00001472")
    assert not may_see("00001472", "00001472", "00001472")
