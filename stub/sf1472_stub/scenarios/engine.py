"""Choosing a scenario for a call, and remembering how far each one is."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from sf1472.errors import KitError
from sf1472_stub.scenarios.model import START, Action, Delay, Scenario

ChosenBy = Literal["processing", "borger", "admin", "kommandolinje", "naar"]


class CallFacts(Struct, frozen=True):
    """What a scenario may look at; what could not be read from the call is None or empty.

    `headers` by lower-case name; `processing` the texts of the request's `Processing`.
    """

    path: str
    headers: Mapping[str, str]
    soap: str | None = None
    cpr: str | None = None
    kalder: str | None = None
    hjemler: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


class Choice(Struct, frozen=True):
    """A scenario chosen for one call: by what, what it does, how many seconds it waits first."""

    scenario: Scenario
    chosen_by: ChosenBy
    action: Action
    delay: float


class _Standing:
    """How far one scenario is: its state, its calls so far, and its own chance."""

    def __init__(self, scenario: Scenario) -> None:
        self.state = START if scenario.forloeb else None
        self.calls = 0
        self.chance = random.Random(scenario.froe)  # noqa: S311 - repeatable on purpose


class Scenarios:
    """Every scenario with its state; methods take a scenario's id or its name.

    Precedence: the request's `Processing`, the reserved citizen, the control API (the newest
    first), the command line, and last the scenarios that apply by themselves (`aktiv`).
    Raises KitError when `from_start` names a scenario that is not there.
    """

    def __init__(self, every: tuple[Scenario, ...], from_start: tuple[str, ...] = ()) -> None:
        self.every = every
        self._named = {name: s for s in every for name in (s.id, s.navn)}
        self._by_citizen = {s.borger: s for s in every if s.borger is not None}
        self._from_start = tuple(self._known(name) for name in from_start)
        self.active: dict[str, int | None] = {}
        self._standings: dict[str, _Standing] = {}
        self.reset()

    def find(self, name: str | None) -> Scenario | None:
        """Return the scenario with this id or name."""
        return self._named.get(name) if name is not None else None

    def choose(self, call: CallFacts) -> Choice | None:
        """Return what is to happen to the call, or None when nothing is."""
        for scenario, chosen_by in self._candidates(call):
            standing = self._standings[scenario.id]
            if differences(scenario, call):
                continue
            standing.calls += 1
            if scenario.naar.kald_nr not in (None, standing.calls):
                continue
            if standing.chance.random() >= scenario.sandsynlighed:
                continue
            if chosen_by == "admin":
                self._use_up(scenario.id)
            action = _step(scenario, standing)
            return Choice(scenario, chosen_by, action, _seconds(action.forsinkelse, standing))
        return None

    def near_miss(self, call: CallFacts) -> str | None:
        """Say in Danish which scenario came closest to a call that none applied to, and why not."""
        unknown = [text for text in call.processing if text.strip() not in self._named]
        if unknown:
            return f"Processing nævner {unknown[0].strip()!r}, som ikke er et scenarie"
        own = [s for s in self.every if s.aktiv or s.id in self.active or s in self._from_start]
        differing = [(differences(s, call), s) for s in own]
        near = min((d for d in differing if d[0]), key=lambda d: len(d[0]), default=None)
        if near is None:
            return None
        found, scenario = near
        return f"Intet scenarie passede. Det nærmeste, {scenario.navn}, afveg i {', '.join(found)}"

    def activate(self, name: str, times: int | None = None) -> None:
        """Let a scenario apply to every fitting call, or to the next `times`. Raises KeyError."""
        scenario = self._named[name]
        self.active.pop(scenario.id, None)
        self.active[scenario.id] = times
        self._standings[scenario.id] = _Standing(scenario)

    def deactivate(self, name: str) -> None:
        """Let a scenario apply no more unless it is asked for. Raises KeyError when unknown."""
        self.active.pop(self._named[name].id, None)

    def state(self, name: str) -> str | None:
        """Return a scenario's state; None when it has none. Raises KeyError when unknown."""
        return self._standings[self._named[name].id].state

    def set_state(self, name: str, state: str) -> None:
        """Put a scenario into a state. Raises KeyError, or ValueError for an unknown state."""
        scenario = self._named[name]
        if state not in [step.tilstand for step in scenario.forloeb]:
            raise ValueError(state)
        self._standings[scenario.id].state = state

    def reset(self) -> None:
        """Return every scenario to its start; what the control API activated is deactivated."""
        self.active.clear()
        self._standings = {scenario.id: _Standing(scenario) for scenario in self.every}

    def _known(self, name: str) -> Scenario:
        if name not in self._named:
            raise KitError(f"Scenariet {name!r} findes ikke; se dem med: sf1472 scenarios")
        return self._named[name]

    def _candidates(self, call: CallFacts) -> Iterator[tuple[Scenario, ChosenBy]]:
        for text in call.processing:
            if text.strip() in self._named:
                yield self._named[text.strip()], "processing"
        if call.cpr in self._by_citizen:
            yield self._by_citizen[call.cpr], "borger"
        for id_ in reversed(tuple(self.active)):
            yield self._named[id_], "admin"
        for scenario in self._from_start:
            yield scenario, "kommandolinje"
        for scenario in self.every:
            if scenario.aktiv:
                yield scenario, "naar"

    def _use_up(self, id_: str) -> None:
        """Count down a scenario that was activated for some calls only."""
        left = self.active[id_]
        if left is not None:
            self.active[id_] = left - 1
            if left <= 1:
                del self.active[id_]


def differences(scenario: Scenario, call: CallFacts) -> list[str]:
    """Return in Danish where a call differs from `naar`; empty when it fits. Shows no CPR."""
    when = scenario.naar
    found = []
    if when.cpr not in (None, call.cpr):
        found.append("CPR-nummer")
    for name, expected, got in (
        ("kalder", when.kalder, call.kalder),
        ("sti", when.sti, call.path),
        ("SOAP-version", when.soap, call.soap),
    ):
        if expected not in (None, got):
            found.append(f"{name} (ventede {expected}, fik {got or 'ingen'})")
    if when.hjemmel is not None and when.hjemmel not in call.hjemler:
        found.append(f"hjemmel (ventede {when.hjemmel})")
    found.extend(
        f"headeren {name}" for name, v in when.header.items() if call.headers.get(name.lower()) != v
    )
    return found


def _step(scenario: Scenario, standing: _Standing) -> Action:
    """Return what happens now, and move on."""
    if scenario.goer is not None:
        return scenario.goer
    step = next(s for s in scenario.forloeb if s.tilstand == standing.state)
    standing.state = step.naeste or step.tilstand
    return step.goer


def _seconds(delay: Delay | None, standing: _Standing) -> float:
    if delay is None:
        return 0.0
    if delay.jaevn is not None:
        return standing.chance.uniform(*delay.jaevn)
    if delay.lognormal is not None:
        median, sigma = delay.lognormal
        return standing.chance.lognormvariate(math.log(median), sigma)
    return delay.fast or 0.0
