"""The six months of § 11 a, stk. 2, nr. 4: to the day, at month ends, at clock changes."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from sf1472.dates import dansk_dato, maaneder_foer
from sf1472.domain import Tilstand
from sf1472.hjemmel import MAANEDER

from .eksempel import STK1, henlagt, sag, ses, spoerg

DAG = timedelta(days=1)

# date asked: the boundary day, six calendar months before
GRAENSER = {
    "2023-08-29": "2023-02-28",
    "2023-08-30": "2023-02-28",
    "2023-08-31": "2023-02-28",
    "2024-01-31": "2023-07-31",
    "2024-02-28": "2023-08-28",
    "2024-02-29": "2023-08-29",
    "2024-03-01": "2023-09-01",
    "2024-03-30": "2023-09-30",
    "2024-03-31": "2023-09-30",
    "2024-04-30": "2023-10-30",
    "2024-05-31": "2023-11-30",
    "2024-06-30": "2023-12-30",
    "2024-07-31": "2024-01-31",
    "2024-08-28": "2024-02-28",
    "2024-08-29": "2024-02-29",
    "2024-08-30": "2024-02-29",
    "2024-08-31": "2024-02-29",
    "2024-09-30": "2024-03-30",
    "2024-10-31": "2024-04-30",
    "2024-11-30": "2024-05-30",
    "2024-12-31": "2024-06-30",
    "2025-02-28": "2024-08-28",
    "2026-05-15": "2025-11-15",
    "2100-08-31": "2100-02-28",
}


def test_the_period_is_six_months() -> None:
    """The law says six months."""
    assert MAANEDER == 6


@pytest.mark.parametrize("dato", sorted(GRAENSER))
def test_the_boundary_day_is_clamped_to_the_month(dato: str) -> None:
    """Six calendar months back, at most to the end of that month."""
    assert maaneder_foer(date.fromisoformat(dato), 6).isoformat() == GRAENSER[dato]


@pytest.mark.parametrize("graensedag_med", [False, True], ids=["out", "in"])
@pytest.mark.parametrize("dato", sorted(GRAENSER))
def test_shelved_around_the_boundary(dato: str, graensedag_med: bool) -> None:
    """The day after is in, the day before is out, the day itself is the setting's."""
    situation = spoerg(dato=date.fromisoformat(dato))
    graense = date.fromisoformat(GRAENSER[dato])
    answers = [
        ses(situation, henlagt(graense + days * DAG), graensedag_med=graensedag_med)
        for days in (-1, 0, 1)
    ]
    assert answers == [False, graensedag_med, True]


def test_the_boundary_day_is_in_by_default() -> None:
    """Without a setting a case shelved exactly six months ago is disclosed."""
    assert ses(spoerg(), henlagt(date(2025, 11, 15)))


def test_shelved_today_is_within_the_period() -> None:
    """A case shelved on the day of asking is disclosed."""
    assert ses(spoerg(), henlagt(spoerg().dato))


def test_a_shelved_case_without_a_date_is_withheld() -> None:
    """When nobody can say when it was shelved, nothing shows that it is within six months."""
    assert not ses(spoerg(), sag(tilstand=Tilstand.HENLAGT, sluttet=None))


def test_the_period_concerns_shelved_cases_only() -> None:
    """A running case is disclosed however old it is."""
    assert ses(spoerg(), sag(sluttet=None))


def test_shelved_cases_are_never_seen_under_stk_1() -> None:
    """Stk. 1 gives no shelved case, not even today's."""
    assert not ses(spoerg(hjemler=(STK1,)), henlagt(spoerg().dato))


KOEBENHAVN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_boundary_on_a_day_when_the_clock_changes(day: str) -> None:
    """A case shelved half a year before a clock change is in until midnight in Copenhagen."""
    dato = date.fromisoformat(day)
    last = datetime.combine(dato, datetime.max.time(), KOEBENHAVN)
    shelved = henlagt(maaneder_foer(dato, 6))
    assert ses(spoerg(dato=dansk_dato(last)), shelved)
    midnight = (last.astimezone(timezone.utc) + timedelta(microseconds=1)).astimezone(KOEBENHAVN)
    assert not ses(spoerg(dato=dansk_dato(midnight)), shelved)
