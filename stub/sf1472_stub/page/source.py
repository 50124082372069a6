"""What the page needs of the stub: the seam between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sf1472.contract import Contract
from sf1472.hjemmel import Hjemmelsdata
from sf1472.universe import Data
from sf1472_stub.clock import Clock
from sf1472_stub.exam import Exam
from sf1472_stub.journal import Journal
from sf1472_stub.provider.provider import Provider
from sf1472_stub.scenarios.model import Scenarie


class Switches(Protocol):
    """The scenarios and which of them are on."""

    @property
    def alle(self) -> tuple[Scenarie, ...]:
        """Every scenario, in the catalogue's order."""

    @property
    def aktive(self) -> Mapping[str, int | None]:
        """Ids of the scenarios that are on, with the calls left (None: until switched off)."""

    def tilstand(self, id_: str) -> str | None:
        """Return the state of a scenario that has states."""

    def aktiver(self, id_: str, gange: int | None) -> None:
        """Switch a scenario on, for `gange` calls or until it is switched off."""

    def deaktiver(self, id_: str) -> None:
        """Switch a scenario off."""

    def nulstil(self) -> None:
        """Return every scenario to what the stub was started with."""


class Source(Protocol):
    """The stub as the page sees it."""

    @property
    def contract(self) -> Contract:
        """The contract that is served."""

    @property
    def data(self) -> Data:
        """Registers and citizens."""

    @property
    def hjemmel(self) -> Hjemmelsdata:
        """The law's data."""

    @property
    def provider(self) -> Provider:
        """What answers requests."""

    @property
    def journal(self) -> Journal:
        """The calls so far."""

    @property
    def clock(self) -> Clock:
        """The stub's date."""

    @property
    def scenarier(self) -> Switches:
        """The scenarios."""

    @property
    def exam(self) -> Exam | None:
        """The exam that is held, if any."""

    @property
    def path(self) -> str:
        """The path of the service's address."""
