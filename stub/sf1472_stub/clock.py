"""The stub's date: today in Denmark, or one that was set."""

from __future__ import annotations

from datetime import date

from sf1472.universe import dansk_dato


class Clock:
    """Gives the stub's date. `started` is the command line's date, to which `reset` returns."""

    def __init__(self, started: date | None = None) -> None:
        self._started = started
        self.fixed = started

    def __call__(self) -> date:
        """Return the date that every deadline counts from."""
        return self.fixed if self.fixed is not None else dansk_dato()

    def set(self, dato: date | None) -> None:
        """Fix the date, or with None let it follow the calendar."""
        self.fixed = dato

    def reset(self) -> None:
        """Return to the date the stub was started with."""
        self.fixed = self._started
