"""Scenarios through the control API, and what the service then does."""

from __future__ import annotations

from typing import Any

import pytest

from sf1472_stub import StubServer

from ..caller import Caller
from .steering import Steering


def one(admin: Steering, name: str) -> dict[str, Any]:
    """Return one scenario of the list."""
    (found,) = [s for s in admin.get("/scenarios")["scenarios"] if name in (s["id"], s["name"])]
    assert isinstance(found, dict)
    return found


def test_the_catalogue_is_listed(admin: Steering, server: StubServer) -> None:
    """The list has all, in order, with what each shows and what a good consumer does."""
    listed = admin.get("/scenarios")["scenarios"]
    assert [s["id"] for s in listed] == [s.id for s in server.stub.scenarios.every]
    assert all(s["shows"] and s["good_consumer"] for s in listed)
    assert not any(s["active"] for s in listed)


def test_an_active_scenario_acts_until_it_is_switched_off(admin: Steering, caller: Caller) -> None:
    """A scenario is switched on by its name, and the answer says that it is on."""
    on = admin.done("POST", "/scenarios/http-503/activate")
    assert (on["active"], on["times"]) == (True, None)
    assert [caller.ask().status for _ in range(3)] == [503, 503, 503]
    assert admin.done("POST", "/scenarios/http-503/deactivate")["active"] is False
    assert caller.ask().status == 200


def test_a_scenario_can_act_so_many_times(admin: Steering, caller: Caller) -> None:
    """A scenario is switched on by its id for so many calls; then it is off."""
    id_ = one(admin, "http-503")["id"]
    assert admin.done("POST", f"/scenarios/{id_}/activate", {"times": 2})["times"] == 2
    assert caller.ask().status == 503
    assert one(admin, id_)["times"] == 1
    assert [caller.ask().status for _ in range(2)] == [503, 200]
    assert one(admin, id_)["active"] is False


def test_states_are_shown_and_set(admin: Steering, caller: Caller) -> None:
    """A course moves with the calls, and can be put back."""
    course = next(s for s in admin.get("/scenarios")["scenarios"] if s["possible_states"])
    path = f"/scenarios/{course['id']}"
    start = course["state"]
    admin.done("POST", f"{path}/activate")
    caller.ask()
    moved = one(admin, course["id"])["state"]
    assert moved in course["possible_states"]
    assert moved != start
    assert admin.done("PUT", f"{path}/state", {"state": start})["state"] == start


def test_reset_switches_everything_off(admin: Steering, caller: Caller) -> None:
    """Nothing is active after a reset, and the answer is the list."""
    admin.done("POST", "/scenarios/http-503/activate")
    listed = admin.done("POST", "/scenarios/reset")["scenarios"]
    assert not any(s["active"] for s in listed)
    assert caller.ask().status == 200


@pytest.mark.parametrize(
    ("method", "rest"),
    [("POST", "activate"), ("POST", "deactivate"), ("PUT", "state")],
    ids=["activate", "deactivate", "state"],
)
def test_an_unknown_scenario_is_not_found(admin: Steering, method: str, rest: str) -> None:
    """The answer names the address that lists them."""
    reply = admin.call(
        method, f"/scenarios/findes-ikke/{rest}", {"state": "x"} if rest == "state" else None
    )
    assert reply.problem == (404, f"/__admin/scenarios/findes-ikke/{rest}")
    assert "/__admin/scenarios" in reply.json["fejl"]


def test_an_unknown_state_names_those_there_are(admin: Steering) -> None:
    """The answer is 400 at the body's element and names the states."""
    course = next(s for s in admin.get("/scenarios")["scenarios"] if s["possible_states"])
    reply = admin.call("PUT", f"/scenarios/{course['id']}/state", {"state": "findes-ikke"})
    assert reply.problem == (400, "state")
    assert ", ".join(course["possible_states"]) in reply.json["fejl"]


def test_a_scenario_without_states_has_none_to_set(admin: Steering) -> None:
    """The answer is 409, because the call does not fit what is there."""
    reply = admin.call("PUT", "/scenarios/http-503/state", {"state": "start"})
    assert reply.problem == (409, one(admin, "http-503")["id"])
