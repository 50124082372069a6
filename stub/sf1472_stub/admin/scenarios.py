"""Scenarios: see them, switch them on and off, set their state."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from sf1472_stub.admin.problem import Problem, answer
from sf1472_stub.admin.resource import ControlCall
from sf1472_stub.scenarios import Scenario, Scenarios


class _Activation(Struct, frozen=True, forbid_unknown_fields=True):
    times: int | None = None


class _State(Struct, frozen=True, forbid_unknown_fields=True):
    state: str


class ScenarioView(Struct, frozen=True):
    """A scenario as the control API shows it.

    `citizen` is the CPR number reserved for it; `automatic` whether it applies without being
    chosen; `active` whether it was activated here, and `times` for how many more calls (None:
    until deactivated); `state` where its course stands.
    """

    id: str
    name: str
    shows: str
    good_consumer: str
    citizen: str | None
    automatic: bool
    active: bool
    times: int | None
    state: str | None
    possible_states: tuple[str, ...]


class ScenarioHandlers:
    """Answers what is asked about scenarios and their switches."""

    def __init__(self, scenarios: Scenarios) -> None:
        self._scenarios = scenarios

    async def all(self, _: ControlCall) -> Response:
        """Return every scenario, in the catalogue's order."""
        return answer({"scenarios": [self._view(s) for s in self._scenarios.every]})

    async def activate(self, call: ControlCall) -> Response:
        """Let a scenario apply to every fitting call, or to so many."""
        scenario = self._find(call)
        times = call.content(_Activation, _Activation()).times
        if times is not None and times < 1:
            raise Problem(400, "skal være 1 eller flere", "times")
        self._scenarios.activate(scenario.id, times)
        return answer(self._view(scenario))

    async def deactivate(self, call: ControlCall) -> Response:
        """Let a scenario apply no more unless a call asks for it."""
        scenario = self._find(call)
        self._scenarios.deactivate(scenario.id)
        return answer(self._view(scenario))

    async def reset(self, call: ControlCall) -> Response:
        """Return every scenario to its start."""
        self._scenarios.reset()
        return await self.all(call)

    async def set_state(self, call: ControlCall) -> Response:
        """Put a scenario into one of its states."""
        scenario = self._find(call)
        states = _states(scenario)
        if not states:
            raise Problem(409, "Scenariet har ingen tilstande.", scenario.id)
        try:
            self._scenarios.set_state(scenario.id, call.content(_State).state)
        except ValueError as error:
            raise Problem(400, f"skal være en af {', '.join(states)}", "state") from error
        return answer(self._view(scenario))

    def _find(self, call: ControlCall) -> Scenario:
        """Return the scenario whose id or name stands in the path."""
        scenario = self._scenarios.find(call.name("id"))
        if scenario is None:
            text = "Scenariet findes ikke; se dem alle på /__admin/scenarios"
            raise Problem(404, text, call.request.url.path)
        return scenario

    def _view(self, scenario: Scenario) -> ScenarioView:
        active = self._scenarios.active
        return ScenarioView(
            id=scenario.id,
            name=scenario.navn,
            shows=scenario.viser,
            good_consumer=scenario.god_anvender,
            citizen=scenario.borger,
            automatic=scenario.aktiv,
            active=scenario.id in active,
            times=active.get(scenario.id),
            state=self._scenarios.state(scenario.id),
            possible_states=_states(scenario),
        )


def _states(scenario: Scenario) -> tuple[str, ...]:
    return tuple(step.tilstand for step in scenario.forloeb)
