"""C-TID: waiting, but not forever."""

from __future__ import annotations

from sf1472_conformance.consumer.observed import lookups
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.telling import judge_told
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Inconclusive

LONGEST = 60.0  # seconds


@rule("C-TID-1")
def test_patience(recording: Recording) -> None:
    """A slow answer is waited for."""
    for lookup in lookups(recording, "S-TID-1"):
        if len(lookup.attempts) > 1:
            raise Fails("impatient", *(attempt.finding() for attempt in lookup.attempts[:2]))
    judge_told(recording, "S-TID-1")


@rule("C-TID-2")
def test_giving_up(recording: Recording) -> None:
    """A service that says nothing is given up."""
    for lookup in lookups(recording, "S-TID-3"):
        for attempt in lookup.attempts:
            waited = recording.waited(attempt)
            if waited > LONGEST:
                finding = attempt.finding(f"≤ {LONGEST:g} s", f"{waited:.0f} s")
                raise Fails("waits_forever", finding)
            if not recording.gave_up(attempt):
                raise Inconclusive("still_waiting", attempt.finding())


@rule("C-TID-3")
def test_dripping(recording: Recording) -> None:
    """An answer is used whole or not at all."""
    judge_told(recording, "S-TID-2")
