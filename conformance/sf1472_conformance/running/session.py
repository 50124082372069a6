"""One run of checks under pytest: knows who is judged, chooses the checks, keeps the results.

Results travel inside pytest's own reports, so that they also come home from xdist's workers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.making import Judgeable
from sf1472_conformance.running.carrying import brought, carried, result_of, tell
from sf1472_conformance.running.chosen import chosen, selection_in
from sf1472_conformance.running.own_report import write_own_report
from sf1472_conformance.running.rule import rule_of
from sf1472_conformance.running.target import Target
from sf1472_conformance.verdict.result import Result


class Session:
    """What one run holds: its `subject`, the rules chosen, and `results` by rule."""

    def __init__(
        self,
        subject: Judgeable | None = None,
        selection: Selection | None = None,
        watch: Callable[[Result], None] | None = None,
    ) -> None:
        self.subject = subject
        self.results: dict[str, Result] = {}
        self._selection = selection
        self._watch = watch
        self.target: Target | None = None  # what a worker tells of itself

    def judging(self, target: Callable[[], Target]) -> Judgeable:
        """Return who is judged; `target` is asked where it was not given."""
        if self.subject is None:
            self.target = target()
            self.subject = self.target.load()
        return self.subject

    def choose(self, config: pytest.Config, items: list[pytest.Item]) -> list[pytest.Item]:
        """Take out of `items` the checks of rules that were not chosen, and return them.

        The rest are marked by profile and known by their rules' ids.
        """
        rules = chosen(self._selection or selection_in(config))
        bound = {item: rule_of(item) for item in items}
        dropped = [item for item, id_ in bound.items() if id_ is not None and id_ not in rules]
        for item, id_ in bound.items():
            if id_ is not None and id_ in rules:
                item.extra_keyword_matches.add(id_)
                for profile in rules[id_].profiles:
                    item.add_marker(f"sf1472_{profile.value}")
        items[:] = [item for item in items if item not in dropped]
        return dropped

    def judge(self, id_: str, call: pytest.CallInfo[None], report: pytest.TestReport) -> str:
        """Say in `report` what came of a check; return the result as a text to carry in it."""
        result = result_of(id_, call, self.subject)
        tell(report, result)
        return carried(result)

    def keep(self, text: str) -> None:
        """Keep the result that a report carried."""
        result = brought(text)
        self.results[result.rule] = result
        if self._watch is not None:
            self._watch(result)

    def hear(self, role: str, source: str) -> None:
        """Take over from a worker whom it judged."""
        if self.subject is None:
            self.subject = Target(role, source).load()

    def report(self, config: pytest.Config, folder: Path) -> None:
        """Write the report of one's own run to `folder`, if any rule was judged."""
        if self.subject is not None and self.results:
            profile = selection_in(config).profile
            write_own_report(self.subject, self.results, profile, folder)
