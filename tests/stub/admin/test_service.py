"""The stub as a whole: health and reset."""

from __future__ import annotations

from sf1472 import __version__

from ..caller import DATO, Caller
from .steering import Steering


def test_health_tells_what_is_served(admin: Steering) -> None:
    """Version, contract and the stub's date."""
    health = admin.get("/health")
    assert (health["status"], health["version"]) == ("ok", __version__)
    assert health["date"] == DATO.isoformat()
    assert "rekonstruktion" in health["contract"]


def test_reset_puts_everything_back(admin: Steering, caller: Caller) -> None:
    """Scenarios, date, citizens and journal, in one call without a body."""
    before = {path: admin.get(path) for path in ("/scenarios", "/citizens", "/clock", "/requests")}
    admin.done("POST", "/scenarios/http-503/activate")
    admin.done("PUT", "/clock", {"date": "2026-05-01"})
    admin.done("DELETE", "/citizens/0113801001")
    admin.done("POST", "/citizens", {"cpr": "0113805009", "viser": "Ingen sager."})
    caller.ask()
    assert not any(admin.get(path) == was for path, was in before.items())
    assert admin.done("POST", "/reset")["date"] == DATO.isoformat()
    assert {path: admin.get(path) for path in before} == before
