"""Dates in the data files: fixed, or at a distance from the stub's date."""

from datetime import date

import pytest

from sf1472.dates import dato_fra, kontortid

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
