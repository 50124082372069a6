"""What the page needs of the stub: the seam between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sf1472_stub.clock import Clock
from sf1472_stub.exam import Exam
from sf1472_stub.journal import Journal
from sf1472_stub.provider.example import Asked
from sf1472_stub.scenarios.model import Scenario


class Switches(Protocol):
    """The scenarios and which of them are on."""

    @property
    def every(self) -> tuple[Scenario, ...]:
        """Every scenario, in the catalogue's order."""

    def find(self, name: str | None) -> Scenario | None:
        """Return the scenario with this id or name."""

    @property
    def active(self) -> Mapping[str, int | None]:
        """Ids of the scenarios that are on, with the calls left (None: until switched off)."""

    def state(self, name: str) -> str | None:
        """Return the state of a scenario that has states."""

    def activate(self, name: str, times: int | None) -> None:
        """Switch a scenario on, for `times` calls or until it is switched off."""

    def deactivate(self, name: str) -> None:
        """Switch a scenario off."""

    def reset(self) -> None:
        """Return every scenario to what the stub was started with."""


class Source(Asked, Protocol):
    """The stub as the page sees it: what an example needs of it, and more."""

    @property
    def journal(self) -> Journal:
        """The calls so far."""

    @property
    def clock(self) -> Clock:
        """The stub's date."""

    @property
    def scenarios(self) -> Switches:
        """The scenarios."""

    @property
    def exam(self) -> Exam | None:
        """The exam that is held, if any."""

    @property
    def path(self) -> str:
        """The path of the service's address."""
