"""How far a run has come."""

from __future__ import annotations

import sys

from rich.console import Console

from sf1472_conformance.texts import Phrases
from sf1472_conformance.verdict.result import Result, RuleOutcome


class RunProgress:
    """Tells how far a run has come, on standard error and only where someone can see it."""

    def __init__(self, lang: str = "da") -> None:
        self._phrases = Phrases(lang)
        self._status = Console(file=sys.stderr).status(self._words())
        self._done = self._failed = 0

    def __enter__(self) -> RunProgress:
        self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def saw(self, result: Result) -> None:
        """Count one more result."""
        self._done += 1
        self._failed += result.outcome is RuleOutcome.FAIL
        self._status.update(self._words(self._done, self._failed))

    def _words(self, done: int = 0, failed: int = 0) -> str:
        return self._phrases("progress", done=done, failed=failed)
