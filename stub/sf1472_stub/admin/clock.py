"""The stub's date: see it, set it, let it go back."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from starlette.responses import Response

from sf1472.dates import laes_dato
from sf1472_stub.admin.problem import Problem, answer
from sf1472_stub.admin.resource import ControlCall
from sf1472_stub.clock import Clock

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)  # distances in the data must stay within years


class _Date(Struct, frozen=True, forbid_unknown_fields=True):
    date: str | None


class ClockView:
    """Answers what is asked about the stub's date."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def get(self, _: ControlCall) -> Response:
        """Return the date, and whether it stands still."""
        return answer({"date": self._clock(), "fixed": self._clock.fixed is not None})

    async def put(self, call: ControlCall) -> Response:
        """Fix the date, or with null let it follow the calendar."""
        wanted = call.content(_Date).date
        self._clock.set(None if wanted is None else _date(wanted))
        return await self.get(call)

    async def delete(self, call: ControlCall) -> Response:
        """Return to the date the stub was started with."""
        self._clock.reset()
        return await self.get(call)


def _date(text: str) -> date:
    try:
        wanted = laes_dato(text)
    except ValueError as error:
        raise Problem(400, "skal være en dato som 2026-05-01", "date") from error
    if not FIRST <= wanted <= LAST:
        raise Problem(400, f"skal ligge fra {FIRST} til {LAST}", "date")
    return wanted
