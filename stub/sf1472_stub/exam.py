"""An exam of a consumer: the situations it is put in, and the marks it leaves in the journal.

The script comes from outside (the command line hands it over); no verdict is given here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from sf1472.errors import KitError
from sf1472.timing import SYSTEM, Timing
from sf1472_stub.journal import Filter, Journal, Kind, Mark, new_mark
from sf1472_stub.scenarios import Scenario

Told = Literal["used", "fejl", "refused"]
"""What a consumer made of an answer: used it, saw a business error, or refused it."""


class ExamSituation(Struct, frozen=True):
    """One situation of the script.

    `scenario` is the name of the scenario that plays it, `lookups` how many times its citizen is
    looked up, `title` and `expected` what it is and what a good consumer does, for people.
    """

    id: str
    title: str
    scenario: str
    expected: str = ""
    lookups: int = 1


class Progress(Struct, frozen=True):
    """How far a situation is: how often it was asked for, how many calls came, what was told."""

    situation: ExamSituation
    asked: int
    calls: int
    told: tuple[str, ...]


class Exam:
    """The situations of one exam, each with its scenario.

    Raises KitError when a situation names a scenario that is not there or has no citizen.
    """

    def __init__(
        self,
        situations: Iterable[ExamSituation],
        scenarios: Iterable[Scenario],
        journal: Journal,
        timing: Timing = SYSTEM,
    ) -> None:
        by_name = {scenario.navn: scenario for scenario in scenarios}
        self.situations = tuple(situations)
        self.scenarios = {s.id: _scenario(s, by_name) for s in self.situations}
        self._journal = journal
        self._timing = timing
        self._by_citizen = {s.borger: id_ for id_, s in self.scenarios.items()}

    def citizen(self, situation: str) -> str:
        """Return the CPR number that is looked up in a situation."""
        return self.scenarios[situation].borger or ""

    def situation_of(self, citizen: str) -> str | None:
        """Return the situation of a citizen, written with or without a hyphen."""
        return self._by_citizen.get(citizen.strip().replace("-", ""))

    def told(self, situation: str, outcome: Told, **more: str) -> None:
        """Note what the consumer said came of a situation. Raises KitError as `note` does."""
        self.note("told", {"situation": situation, "outcome": outcome, **more})

    def note(self, kind: Kind, data: Mapping[str, str]) -> None:
        """Leave a mark in the journal. Raises KitError when the journal cannot be written."""
        self._journal.note(new_mark(kind, data, self._timing))

    def progress(self) -> tuple[Progress, ...]:
        """Return how far each situation is, in the script's order."""
        marks = self._journal.marks()
        return tuple(self._progress(situation, marks) for situation in self.situations)

    def ended(self) -> str | None:
        """Return how the exam ended, None while it is held."""
        marks = [mark for mark in self._journal.marks() if mark.kind in ("begun", "ended")]
        return marks[-1].data["reason"] if marks and marks[-1].kind == "ended" else None

    def _progress(self, situation: ExamSituation, marks: Sequence[Mark]) -> Progress:
        own = [mark for mark in marks if mark.data.get("situation") == situation.id]
        told = [mark.data["outcome"] for mark in own if mark.kind == "told"]
        calls = self._journal.count(Filter(scenario=self.scenarios[situation.id].id))
        asked = sum(mark.kind == "asked" for mark in own)
        return Progress(situation, asked, calls, tuple(told))


def _scenario(situation: ExamSituation, by_name: Mapping[str, Scenario]) -> Scenario:
    scenario = by_name.get(situation.scenario)
    if scenario is None or scenario.borger is None:
        raise KitError(
            f"Eksamenens situation {situation.id} bruger scenariet {situation.scenario!r}, "
            "som ikke findes eller ingen borger har"
        )
    return scenario
