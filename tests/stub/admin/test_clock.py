"""The stub's date through the control API."""

from __future__ import annotations

import pytest

from sf1472.universe import dansk_dato

from ..caller import DATO, Caller
from .steering import Steering

WRONG = {
    "before-all": "1899-12-31",
    "in-words": "i morgen",
    "no-such-day": "2026-02-30",
    "past-all": "2200-01-01",
    "written-together": "20260501",
}


def test_the_date_can_be_set_and_put_back(admin: Steering) -> None:
    """Putting it back gives the date the stub was started with."""
    start = {"date": DATO.isoformat(), "fixed": True}
    assert admin.get("/clock") == start
    changed = {"date": "2026-05-01", "fixed": True}
    assert admin.done("PUT", "/clock", {"date": "2026-05-01"}) == changed
    assert admin.get("/clock") == changed
    assert admin.done("DELETE", "/clock") == start


def test_the_date_can_follow_the_calendar(admin: Steering) -> None:
    """The date is today's in Denmark, on either side of a midnight."""
    days = {dansk_dato().isoformat()}
    clock = admin.done("PUT", "/clock", {"date": None})
    days.add(dansk_dato().isoformat())
    assert clock["fixed"] is False
    assert clock["date"] in days


def test_deadlines_count_from_the_date(admin: Steering, caller: Caller) -> None:
    """A fixed case is told of within six months, and not after."""
    henlagt = {
        "ejer": "UDK",
        "ydelse": "32.10.04",
        "temaer": ["enligstatus"],
        "skridt": [{"tekst": "Oprettet", "fra": "2026-01-05"}],
        "henlagt": "2026-03-02",
    }
    body = {"cpr": "0113805002", "viser": "Henlagt den 2. marts.", "kontrolsager": [henlagt]}
    admin.done("POST", "/citizens", body)
    for day, told in (("2026-09-01", 1), ("2026-09-03", 0)):
        admin.done("PUT", "/clock", {"date": day})
        answer = caller.ask(cpr="0113805002").content
        assert answer.count(b"<k:KontrolsagStruktur>") == told, day


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_no_date_is_refused(admin: Steering, name: str) -> None:
    """The answer is 400, and the date stays."""
    assert admin.call("PUT", "/clock", {"date": WRONG[name]}).problem == (400, "date")
    assert admin.get("/clock")["date"] == DATO.isoformat()
