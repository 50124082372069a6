"""The stub waits and reads the clock by the timing that it is handed, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from sf1472.timing import Timing
from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.http.delivery import DRIP_PAUSE
from sf1472_stub.journal import Filter

from ..caller import DATO, Caller

BEGIN = datetime(2030, 1, 1, tzinfo=timezone.utc)


class Moved(Timing):
    """A clock that stands still until somebody waits by it."""

    def __init__(self) -> None:
        self.waited = 0.0

    def now(self) -> datetime:
        """Return the beginning and what was waited since."""
        return BEGIN + timedelta(seconds=self.waited)

    def nanoseconds(self) -> int:
        """Return the moment as ids have it."""
        return int(self.now().timestamp()) * 10**9

    def monotonic(self) -> float:
        """Return what was waited."""
        return self.waited

    async def asleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.waited += seconds


@pytest.fixture
def timing() -> Moved:
    """A clock of the test's own."""
    return Moved()


@pytest.fixture
def moved(timing: Moved) -> Iterator[Caller]:
    """A caller of a stub with that clock."""
    with StubServer(Stub(StubSettings(dato=DATO), timing)).running() as server:
        yield Caller(server)


def test_a_call_is_dated_and_timed_by_the_stubs_timing(moved: Caller) -> None:
    """The journal has that clock's moment and id, and no time passed by it."""
    moved.ask()
    (entry,) = moved.server.stub.journal.find(Filter())
    assert (entry.time, entry.milliseconds) == (BEGIN, 0.0)
    assert entry.id.startswith(f"{int(BEGIN.timestamp()) * 10**9:016x}-")


def test_a_scenarios_delay_is_waited_by_the_stubs_timing(moved: Caller, timing: Moved) -> None:
    """The delay is what the journal says that the call took, to the last digit."""
    moved.server.stub.scenarios.activate("langsomt-svar")
    assert moved.ask().status == 200
    (entry,) = moved.server.stub.journal.find(Filter())
    assert timing.waited > 1
    assert entry.milliseconds == timing.waited * 1000


def test_an_answer_drips_by_the_stubs_timing(moved: Caller, timing: Moved) -> None:
    """There is a pause after each piece, after the answer was noted as ready."""
    moved.server.stub.scenarios.activate("dryppende-svar")
    assert moved.ask().status == 200
    (entry,) = moved.server.stub.journal.find(Filter())
    assert timing.waited >= 10 * DRIP_PAUSE
    assert entry.milliseconds == 0.0
