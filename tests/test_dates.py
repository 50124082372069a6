"""Dates: months that are counted, dates in the data files, and which day it is in Denmark."""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from sf1472.dates import dansk_dato, dato_fra, kontortid, maaneder_foer

DATO = date(2024, 8, 31)

AFSTANDE = {
    "-P0D": "2024-08-31",
    "-P10D": "2024-08-21",
    "-P1M": "2024-07-31",
    "-P1Y": "2023-08-31",
    "-P1Y6M": "2023-02-28",
    "-P2Y6M1D": "2022-02-27",
    "-P6M": "2024-02-29",
    "-P6M1D": "2024-02-28",
    "2026-05-01": "2026-05-01",
    "P1D": "2024-09-01",
    "P1M": "2024-09-30",
    "P1M1D": "2024-10-01",
    "P6M": "2025-02-28",
}


@pytest.mark.parametrize("tekst", sorted(AFSTANDE))
def test_a_date_is_fixed_or_counted(tekst: str) -> None:
    """Years and months are calendar ones, clamped; days count from there. Minus is before."""
    assert dato_fra(tekst, DATO).isoformat() == AFSTANDE[tekst]


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "-P",
        "-P1D1M",
        "-P1W",
        "-P900000D",
        "-P99999999999D",
        "-P٣M",
        "1.5.2026",
        "20260501",
        "2026-02-30",
        "2026-W01-1",
        "P",
        "+P6M",
    ],
)
def test_any_other_text_is_refused(tekst: str) -> None:
    """What is neither a date nor a distance is a ValueError, on every Python version."""
    with pytest.raises(ValueError, match=r"."):
        dato_fra(tekst, DATO)


@pytest.mark.parametrize(
    ("dag", "expected"),
    [
        pytest.param(date(2026, 1, 15), "2026-01-15T09:00:00+01:00", id="winter"),
        pytest.param(date(2026, 3, 29), "2026-03-29T09:00:00+02:00", id="summer-time-begins"),
        pytest.param(date(2026, 7, 15), "2026-07-15T09:00:00+02:00", id="summer"),
        pytest.param(date(2026, 10, 25), "2026-10-25T09:00:00+01:00", id="winter-time-begins"),
    ],
)
def test_steps_begin_at_nine_danish_time(dag: date, expected: str) -> None:
    """The time carries the offset of the day."""
    assert kontortid(dag).isoformat() == expected


@pytest.mark.parametrize(
    ("maaneder", "expected"),
    [
        pytest.param(-1, "2024-02-29", id="forward"),
        pytest.param(0, "2024-01-31", id="none"),
        pytest.param(1, "2023-12-31", id="over-new-year"),
        pytest.param(11, "2023-02-28", id="eleven"),
        pytest.param(12, "2023-01-31", id="year"),
        pytest.param(13, "2022-12-31", id="thirteen"),
    ],
)
def test_any_number_of_months(maaneder: int, expected: str) -> None:
    """Months count over the year's end, and negative ones go forward."""
    assert maaneder_foer(date(2024, 1, 31), maaneder).isoformat() == expected


# Which day it is in Denmark

KOEBENHAVN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        pytest.param("2026-01-14T22:59:59", "2026-01-14", id="before-midnight-in-winter"),
        pytest.param("2026-01-14T23:00:00", "2026-01-15", id="midnight-in-winter"),
        pytest.param("2026-03-28T22:59:59", "2026-03-28", id="eve-of-summer-time"),
        pytest.param("2026-03-28T23:00:00", "2026-03-29", id="summer-time-begins"),
        pytest.param("2026-03-29T00:59:59", "2026-03-29", id="last-second-of-winter"),
        pytest.param("2026-03-29T01:00:00", "2026-03-29", id="first-second-of-summer"),
        pytest.param("2026-03-29T21:59:59", "2026-03-29", id="first-summer-night-before"),
        pytest.param("2026-03-29T22:00:00", "2026-03-30", id="first-summer-night-after"),
        pytest.param("2026-07-14T21:59:59", "2026-07-14", id="before-midnight-in-summer"),
        pytest.param("2026-07-14T22:00:00", "2026-07-15", id="midnight-in-summer"),
        pytest.param("2026-10-24T21:59:59", "2026-10-24", id="eve-of-winter-time"),
        pytest.param("2026-10-24T22:00:00", "2026-10-25", id="winter-time-begins"),
        pytest.param("2026-10-25T00:30:00", "2026-10-25", id="hour-that-comes-first"),
        pytest.param("2026-10-25T01:30:00", "2026-10-25", id="hour-that-comes-again"),
        pytest.param("2026-10-25T22:59:59", "2026-10-25", id="first-winter-night-before"),
        pytest.param("2026-10-25T23:00:00", "2026-10-26", id="first-winter-night-after"),
    ],
)
def test_the_danish_date_of_a_moment(utc: str, expected: str) -> None:
    """A day begins at midnight in Copenhagen, also on the days when the clock changes."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    assert dansk_dato(moment).isoformat() == expected
    assert dansk_dato(moment.astimezone(ZoneInfo("Pacific/Kiritimati"))).isoformat() == expected


def test_the_danish_date_is_todays_by_default() -> None:
    """Without a moment the date is that of now."""
    before = datetime.now(KOEBENHAVN).date()
    assert before <= dansk_dato() <= datetime.now(KOEBENHAVN).date()
