"""What the control API needs of the stub: the seam between them."""

from __future__ import annotations

from typing import Protocol

from sf1472.contract import Contract
from sf1472.universe import Data
from sf1472_stub.clock import Clock
from sf1472_stub.exam import Exam
from sf1472_stub.journal import Journal
from sf1472_stub.scenarios import Scenarios


class Parts(Protocol):
    """The stub as the control API sees it."""

    @property
    def contract(self) -> Contract:
        """The contract that is served."""

    @property
    def data(self) -> Data:
        """Registers and citizens."""

    @property
    def clock(self) -> Clock:
        """The stub's date."""

    @property
    def journal(self) -> Journal:
        """The calls so far."""

    @property
    def scenarios(self) -> Scenarios:
        """The scenarios."""

    @property
    def exam(self) -> Exam | None:
        """The exam that is held, if any."""

    def reset(self) -> None:
        """Return scenarios, date and citizens to the start, and empty the journal."""
