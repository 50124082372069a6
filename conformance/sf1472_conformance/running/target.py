"""Who is judged, as one worker says it to another process."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sf1472_conformance.consumer.recording import recording_in
from sf1472_conformance.plan.plan import plan_in
from sf1472_conformance.provider.subject import subject_of
from sf1472_conformance.report.making import Judgeable


class Target(NamedTuple):
    """The provider of a plan (`source` is its JSON), or the consumer of a journal (its file)."""

    role: str
    source: str

    def load(self) -> Judgeable:
        """Return what is judged. Raises KitError or DataError when it cannot be read."""
        if self.role == "consumer":
            return recording_in(Path(self.source))
        return subject_of(plan_in(self.source))
