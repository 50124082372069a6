"""Time as something handed in: what reads a clock or waits asks a `Timing`, so tests can give one.

Nothing in the stub or the kit asks `time`, `datetime` or `asyncio.sleep` itself where somebody may
want another clock: an exam of minutes runs in a moment under a `Timing` that moves when waited for.
"""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timezone


class Timing:
    """The machine's own clock and waiting; a subclass may have others. Has no state."""

    __slots__ = ()

    def now(self) -> datetime:
        """Return the moment it is, in UTC."""
        return datetime.now(timezone.utc)

    def nanoseconds(self) -> int:
        """Return nanoseconds since 1970; ids that sort by time are made of them."""
        return time.time_ns()

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back, with an arbitrary start."""
        return time.perf_counter()

    def sleep(self, seconds: float) -> None:
        """Wait, holding the thread."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Wait, letting the event loop go on."""
        await asyncio.sleep(seconds)


SYSTEM = Timing()
