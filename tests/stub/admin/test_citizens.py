"""Test citizens through the control API, and what the service then answers."""

from __future__ import annotations

from typing import Any

import pytest

from sf1472_stub import StubServer

from ..caller import DATO, Caller
from .steering import Steering

CPR = "0113805001"
UUID = "14720000-0000-4000-8000-00000000aaaa"
SAG: dict[str, Any] = {
    "ejer": "UDK",
    "ydelse": "32.06.08",
    "temaer": ["enligstatus"],
    "skridt": [{"tekst": "Oprettet", "fra": "-P4M"}],
}
BORGER: dict[str, Any] = {
    "cpr": CPR,
    "viser": "UDK har en løbende kontrolsag.",
    "egne_sager": [{"uuid": UUID, "ejer": "64942212", "ydelse": "32.24.04"}],
    "kontrolsager": [SAG],
}
MISTAKES: dict[str, tuple[dict[str, Any], str, str]] = {
    "authority": ({"kontrolsager": [SAG | {"ejer": "1"}]}, "kontrolsager[0].ejer", "registret"),
    "both-ends": (
        {"kontrolsager": [SAG | {"henlagt": "-P1M", "afsluttet": "-P1M"}]},
        "kontrolsager[0].afsluttet",
        "enten henlagt eller afsluttet",
    ),
    "cpr": ({"cpr": "011380-5001"}, "cpr", "ti cifre"),
    "cpr-as-number": ({"cpr": 113805001}, "cpr", "forventet str, fandt int"),
    "date": (
        {"kontrolsager": [SAG | {"skridt": [{"tekst": "x", "fra": "i går"}]}]},
        "kontrolsager[0].skridt[0].fra",
        "en afstand som",
    ),
    "missing-field": ({"viser": ...}, "krop", "mangler feltet 'viser'"),
    "unknown-field": ({"navn": "x"}, "krop", "feltet 'navn' kendes ikke"),
    "uuid-of-another": (
        {"kontrolsager": [SAG | {"uuid": "14720000-0000-4000-8000-000000001001"}]},
        "kontrolsager[0].uuid",
        "brugt af en anden sag",
    ),
}


def cases(caller: Caller, **question: Any) -> int:
    """Return how many cases the service tells a municipality of."""
    return caller.ask(**question).content.count(b"<k:KontrolsagStruktur>")


def test_the_files_citizens_are_listed(admin: Steering, server: StubServer) -> None:
    """The citizens are listed as they stand on the stub's date."""
    listed = admin.get("/citizens")["citizens"]
    assert [c["cpr"] for c in listed] == list(server.stub.data.univers.testborgere)
    assert {s["tilstand"] for c in listed for s in c["kontrolsager"]} >= {"loebende", "henlagt"}


def test_a_citizen_can_be_added_asked_about_and_removed(admin: Steering, caller: Caller) -> None:
    """The authority's own case works, too; once removed, the number is as before."""
    before = caller.ask(cpr=CPR).content
    added = admin.done("POST", "/citizens", BORGER)
    assert (added["cpr"], len(added["kontrolsager"])) == (CPR, 1)
    assert cases(caller, cpr=CPR) == 1
    assert cases(caller, cpr=None, sag_uuid=UUID) == 1
    assert CPR in [c["cpr"] for c in admin.get("/citizens")["citizens"]]
    assert admin.done("DELETE", f"/citizens/{CPR}") == {"removed": 1}
    assert caller.ask(cpr=CPR).content == before
    assert b"SAG_UKENDT" in caller.ask(cpr=None, sag_uuid=UUID).content


def test_an_added_citizen_ages_with_the_stubs_date(admin: Steering) -> None:
    """Distances count from the stub's date of the day."""
    henlagt = SAG | {"henlagt": "-P1M"}
    admin.done("POST", "/citizens", BORGER | {"kontrolsager": [henlagt]})
    admin.done("PUT", "/clock", {"date": "2026-08-15"})
    (sag,) = admin.get("/citizens")["citizens"][-1]["kontrolsager"]
    assert (sag["tilstand"], sag["sluttet"]) == ("henlagt", "2026-07-15")


def test_a_number_is_taken_once(admin: Steering) -> None:
    """A number that is taken gives 409; after removal it is free."""
    admin.done("POST", "/citizens", BORGER)
    again = BORGER | {"egne_sager": [], "kontrolsager": []}
    assert admin.call("POST", "/citizens", again).problem == (409, "cpr")
    admin.done("DELETE", f"/citizens/{CPR}")
    assert admin.call("POST", "/citizens", again).status == 201


def test_a_citizen_of_the_file_can_be_removed_until_reset(
    admin: Steering, server: StubServer
) -> None:
    """After removal the number is like any other, until the reset."""
    univers = server.stub.data.univers
    named = univers.sager("0113801001", DATO)
    admin.done("DELETE", "/citizens/0113801001")
    assert univers.sager("0113801001", DATO) != named
    admin.done("POST", "/reset")
    assert [s.uuid for s in univers.sager("0113801001", DATO)] == [s.uuid for s in named]


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mistakes_are_told_as_in_the_file(admin: Steering, name: str) -> None:
    """A mistake gives 400 with the file's own element and words, and nothing is added."""
    change, where, told = MISTAKES[name]
    body = {field: value for field, value in (BORGER | change).items() if value is not ...}
    reply = admin.call("POST", "/citizens", body)
    assert reply.problem == (400, where)
    assert told in reply.json["fejl"]
    assert CPR not in [c["cpr"] for c in admin.get("/citizens")["citizens"]]


def test_an_unknown_number_is_not_repeated(admin: Steering) -> None:
    """The answer is 404 and does not hold the CPR number."""
    reply = admin.call("DELETE", "/citizens/0101900000")
    assert reply.problem == (404, "/__admin/citizens")
    assert b"0101900000" not in reply.content
