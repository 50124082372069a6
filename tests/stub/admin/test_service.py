"""The stub as a whole: health and reset."""

from __future__ import annotations

from sf1472 import __version__

from ..caller import DATO, Caller
from .steering import Steering


def test_health_tells_what_is_served(admin: Steering) -> None:
    """Health tells version, contract and the stub's date."""
    health = admin.get("/health")
    assert (health["status"], health["version"]) == ("ok", __version__)
    assert health["date"] == DATO.isoformat()
    assert "rekonstruktion" in health["contract"]


def test_both_addresses_of_health_say_the_same(admin: Steering, caller: Caller) -> None:
    """The open address and the control API's are one answer in the same words."""
    base = caller.server.base_url
    plain, steered = (caller.http("GET", base + path) for path in ("/health", "/__admin/health"))
    assert (plain.status, plain.content) == (steered.status, steered.content)


def test_reset_puts_everything_back(admin: Steering, caller: Caller) -> None:
    """One call without a body puts back scenarios, date, citizens and journal."""
    before = {path: admin.get(path) for path in ("/scenarios", "/citizens", "/clock", "/requests")}
    admin.done("POST", "/scenarios/http-503/activate")
    admin.done("PUT", "/clock", {"date": "2026-05-01"})
    admin.done("DELETE", "/citizens/0113801001")
    admin.done("POST", "/citizens", {"cpr": "0113805009", "viser": "Ingen sager."})
    caller.ask()
    assert not any(admin.get(path) == was for path, was in before.items())
    assert admin.done("POST", "/reset")["date"] == DATO.isoformat()
    assert {path: admin.get(path) for path in before} == before
