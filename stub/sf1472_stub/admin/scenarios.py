"""Scenarios: see them, switch them on and off, set their state."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from sf1472_stub.admin.problem import Problem, answer
from sf1472_stub.admin.resource import Call
from sf1472_stub.scenarios import Scenarie, Scenarier


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


class Scenarios:
    """The handlers."""

    def __init__(self, scenarier: Scenarier) -> None:
        self._scenarier = scenarier

    async def all(self, _: Call) -> Response:
        """Return every scenario, in the catalogue's order."""
        return answer({"scenarios": [self._view(s) for s in self._scenarier.alle]})

    async def activate(self, call: Call) -> Response:
        """Let a scenario apply to every fitting call, or to so many."""
        scenarie = self._find(call)
        times = call.content(_Activation, _Activation()).times
        if times is not None and times < 1:
            raise Problem(400, "skal være 1 eller flere", "times")
        self._scenarier.aktiver(scenarie.id, times)
        return answer(self._view(scenarie))

    async def deactivate(self, call: Call) -> Response:
        """Let a scenario apply no more unless a call asks for it."""
        scenarie = self._find(call)
        self._scenarier.deaktiver(scenarie.id)
        return answer(self._view(scenarie))

    async def reset(self, call: Call) -> Response:
        """Return every scenario to its start."""
        self._scenarier.nulstil()
        return await self.all(call)

    async def set_state(self, call: Call) -> Response:
        """Put a scenario into one of its states."""
        scenarie = self._find(call)
        states = _states(scenarie)
        if not states:
            raise Problem(409, "Scenariet har ingen tilstande.", scenarie.id)
        try:
            self._scenarier.saet_tilstand(scenarie.id, call.content(_State).state)
        except ValueError as error:
            raise Problem(400, f"skal være en af {', '.join(states)}", "state") from error
        return answer(self._view(scenarie))

    def _find(self, call: Call) -> Scenarie:
        """Return the scenario whose id or name stands in the path."""
        wanted = call.name("id")
        for scenarie in self._scenarier.alle:
            if wanted in (scenarie.id, scenarie.navn):
                return scenarie
        text = "Scenariet findes ikke; se dem alle på /__admin/scenarios"
        raise Problem(404, text, call.request.url.path)

    def _view(self, scenarie: Scenarie) -> ScenarioView:
        aktive = self._scenarier.aktive
        return ScenarioView(
            id=scenarie.id,
            name=scenarie.navn,
            shows=scenarie.viser,
            good_consumer=scenarie.god_anvender,
            citizen=scenarie.borger,
            automatic=scenarie.aktiv,
            active=scenarie.id in aktive,
            times=aktive.get(scenarie.id),
            state=self._scenarier.tilstand(scenarie.id),
            possible_states=_states(scenarie),
        )


def _states(scenarie: Scenarie) -> tuple[str, ...]:
    return tuple(trin.tilstand for trin in scenarie.forloeb)
