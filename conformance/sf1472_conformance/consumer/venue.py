"""Where an exam is held, what is asked for there, and what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from sf1472_conformance.consumer.situations import ExpectedSituation

Noted = Literal["begun", "asked", "told", "cut", "ended"]


class SeenSoFar(NamedTuple):
    """How many calls came in a situation, and how many outcomes the consumer reported."""

    calls: int
    told: int


class Venue(Protocol):
    """Where an exam is held: the stub, as the exam sees it."""

    @property
    def url(self) -> str:
        """The service's address."""
        ...

    @property
    def outcomes_url(self) -> str:
        """Where the consumer tells what came of a lookup."""
        ...

    @property
    def token(self) -> str | None:
        """What must be shown there, if anything."""
        ...

    def scenario(self, situation: str) -> tuple[str, str]:
        """Return the id of the scenario that plays a situation, and its citizen's CPR number."""
        ...

    def note(self, kind: Noted, data: Mapping[str, str]) -> None:
        """Leave a mark in the journal."""
        ...

    def tell(self, situation: str, outcome: str, **more: str) -> None:
        """Note what the consumer said came of a lookup."""
        ...

    def seen(self, situations: Iterable[str]) -> Mapping[str, SeenSoFar]:
        """Return what was seen of some situations so far."""
        ...


@dataclass(frozen=True)
class LookupRequest:
    """One lookup that is asked for; `day` is what the consumer's clock should say, if anything."""

    situation: ExpectedSituation
    citizen: str
    day: date | None
