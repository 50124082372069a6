"""C-GEM: what was kept is not shown for longer than the law and the agreement allow."""

from __future__ import annotations

from sf1472_conformance.consumer.observed import lookups
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Inconclusive


@rule("C-GEM-1")
def test_asks_again(recording: Recording) -> None:
    """Seven months later the consumer asks again, or shows nothing."""
    seen = lookups(recording, "S-GEM-1")
    if len(seen) > 1:
        return
    later = recording.told("S-GEM-1")[1:]
    if not later:
        raise Inconclusive(
            "second_not_seen", seen[0].last.finding(), situation=seen[0].situation.name
        )
    if later[-1].outcome == "used" and later[-1].cases != 0:
        if later[-1].date is None:
            raise Inconclusive("date_not_told", seen[0].last.finding())
        raise Fails("shown_from_store", seen[0].last.finding("0", str(later[-1].cases)))


@rule("C-GEM-2")
def test_ended_agreement(recording: Recording) -> None:
    """What was shown under the agreement is not shown without it."""
    seen = lookups(recording, "S-DRIFT-3")
    if len(seen) == 1:  # a consumer that does not ask cannot know
        raise Inconclusive(
            "second_not_asked", seen[0].last.finding(), situation=seen[0].situation.name
        )
    told = recording.told("S-DRIFT-3")
    if len(told) < len(seen):
        raise Inconclusive("not_told", seen[-1].last.finding(), situations="S-DRIFT-3")
    if all(one.outcome == "used" and one.cases != 0 for one in told):
        raise Fails("shown_from_store", seen[-1].last.finding("fejl", "used"))
