"""Changing the stub from the page, and who may not."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from sf1472.universe import dansk_dato
from sf1472_stub import Stub
from sf1472_stub.page.admission import MOST_FORM_BYTES

from ..caller import DATO, Caller
from .reader import OWN_FORM, Reader

FORMS = (
    "/dato",
    "/scenarier/SC-HTTP-3/aktiver",
    "/scenarier/SC-HTTP-3/deaktiver",
    "/scenarier/nulstil",
)


def went_to(answer: httpx.Response) -> str:
    """Return where a form that was taken sends the browser."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_date_is_set_and_released(reader: Reader, stub: Stub) -> None:
    """A date holds until the stub is told to follow the calendar."""
    assert went_to(reader.send("/dato", {"dato": "2027-02-03"})) == "/"
    assert stub.clock() == date(2027, 2, 3)
    assert "3.2.2027 (fastsat)" in reader.text("/")
    assert went_to(reader.send("/dato", {"dato": ""})) == "/"
    assert stub.clock() == dansk_dato()
    text = reader.text("/")
    assert "dagens dato" in text
    assert "Følg kalenderen" not in text


@pytest.mark.parametrize("dato", ["i morgen", "2026-02-30", "0001-01-01", "9999-01-01", "20260501"])
def test_a_wrong_date_changes_nothing(reader: Reader, stub: Stub, dato: str) -> None:
    """The answer says how to write it."""
    answer = reader.send("/dato", {"dato": dato})
    assert answer.status_code == 400
    assert "skal" in answer.text
    assert stub.clock() == DATO


def test_a_scenario_is_switched_on_and_off(reader: Reader, caller: Caller, stub: Stub) -> None:
    """The next call gets it, and none after it is off."""
    address = went_to(reader.send("/scenarier/SC-HTTP-3/aktiver", {"gange": ""}))
    assert address == "/scenarier#SC-HTTP-3"
    assert dict(stub.scenarios.active) == {"SC-HTTP-3": None}
    assert caller.ask().status == 503
    assert "Slået til nu http-503 Nulstil" in reader.text("/scenarier")
    assert "Scenarier 1 til" in reader.text("/")
    went_to(reader.send("/scenarier/SC-HTTP-3/deaktiver", {}))
    assert caller.ask().status == 200


def test_a_scenario_goes_by_its_name_too(reader: Reader, stub: Stub) -> None:
    """The page takes a scenario's name where it takes its id, as the control API does."""
    assert went_to(reader.send("/scenarier/http-503/aktiver", {})) == "/scenarier#SC-HTTP-3"
    assert dict(stub.scenarios.active) == {"SC-HTTP-3": None}


def test_a_scenario_is_switched_on_for_some_calls(reader: Reader, caller: Caller) -> None:
    """It counts down and goes off by itself."""
    went_to(reader.send("/scenarier/SC-HTTP-3/aktiver", {"gange": "2"}))
    assert caller.ask().status == 503
    assert "Slået til, 1 kald endnu" in reader.text("/scenarier")
    assert [caller.ask().status, caller.ask().status] == [503, 200]


def test_reset_begins_anew(reader: Reader, caller: Caller, stub: Stub) -> None:
    """Everything is off, and a course starts from its first state."""
    caller.ask(cpr="0113809973")
    stub.scenarios.activate("SC-HTTP-3")
    assert "Tilstand: oppe (forløb: start → oppe)" in reader.text("/scenarier")
    assert went_to(reader.send("/scenarier/nulstil", {})) == "/scenarier"
    assert "Tilstand: start (forløb: start → oppe)" in reader.text("/scenarier")
    assert caller.ask().status == 200


@pytest.mark.parametrize("gange", ["0", "-1", "1,5", "mange", "²", "100001", "9" * 3000])
def test_a_wrong_number_of_calls_switches_nothing(reader: Reader, stub: Stub, gange: str) -> None:
    """Only a whole number that makes sense is taken."""
    assert reader.send("/scenarier/SC-HTTP-3/aktiver", {"gange": gange}).status_code == 400
    assert not stub.scenarios.active


@pytest.mark.parametrize("deed", ["aktiver", "deaktiver"])
def test_an_unknown_scenario_is_not_found(reader: Reader, deed: str) -> None:
    """Only what is in the catalogue has a switch."""
    assert reader.send(f"/scenarier/SC-INTET-1/{deed}", {}).status_code == 404


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no-origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="same-site"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="typed"),
        pytest.param({"Origin": "http://ond.example"}, id="other-origin"),
        pytest.param({"Origin": "null"}, id="null-origin"),
    ],
)
def test_another_sites_form_is_refused(
    reader: Reader, stub: Stub, form: str, headers: dict[str, str]
) -> None:
    """A page elsewhere cannot make a browser change the stub."""
    stub.scenarios.activate("SC-DRIFT-1")
    answer = reader.send(form, {"dato": "2027-01-01"}, headers)
    assert answer.status_code == 403
    assert "/__admin" in answer.text
    assert (stub.clock(), list(stub.scenarios.active)) == (DATO, ["SC-DRIFT-1"])


def test_an_older_browsers_own_form_is_taken(reader: Reader) -> None:
    """Without Sec-Fetch-Site the Origin tells."""
    origin = {"Origin": reader.server.base_url}
    assert went_to(reader.send("/dato", {"dato": "2027-01-01"}, origin)) == "/"


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_not_an_address_to_visit(reader: Reader, form: str) -> None:
    """Following a link changes nothing."""
    assert reader.get(form).status_code in (404, 405)


def test_a_huge_form_is_refused(reader: Reader) -> None:
    """The stub's memory is not for forms."""
    answer = reader.http.post("/dato", content=b"x" * (MOST_FORM_BYTES + 1), headers=OWN_FORM)
    assert answer.status_code == 413
