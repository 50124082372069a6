"""Consumers that do as they may, though not as most do, and what too little was seen of to tell."""
# ruff: noqa: D102, ARG002 - a consumer is named after what it does

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472.contract import Contract
from sf1472_conformance.catalogue import Role
from sf1472_conformance.consumer.judging import judge_journal
from sf1472_conformance.consumer.situations import load_situations
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.verdict.result import RuleOutcome

from .anvender import Anvender
from .conftest import AGREEMENT, held
from .defects_svar import Keeping, TriesAgainAtOnce

Judge = Callable[..., Run]


class FullJitter(Anvender):
    """It waits between nothing and a bound that is doubled: a pause may be short by chance."""

    def backoff(self, number: int) -> float:
        return self.chance.uniform(0.0, 0.5 * 2.0 ** (number - 1))


class KeepsForAMoment(Keeping):
    """It does not ask again what it asked a second ago."""

    def shows_again(self, citizen: str, day: str | None) -> bool:
        return day is None


class OnlyVaries(Anvender):
    """Its pauses differ, and do not grow."""

    def backoff(self, number: int) -> float:
        return self.chance.uniform(0.3, 0.7)


@pytest.mark.parametrize("kind", [FullJitter, KeepsForAMoment])
def test_it_fails_nothing(judged: Judge, kind: type[Anvender]) -> None:
    """Whatever else is left undecided."""
    rules = judged(kind).report.rules
    assert {r.id for r in rules if r.outcome in (RuleOutcome.FAIL, RuleOutcome.ERROR)} == set()


def test_growth_that_may_be_chance_is_inconclusive(judged: Judge) -> None:
    """Neither a pass nor a breach."""
    rules = {rule.id: rule.outcome for rule in judged(OnlyVaries).report.rules}
    assert rules["C-IGEN-2"] is RuleOutcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("seen", "outcome"), [(2, RuleOutcome.INCONCLUSIVE), (3, RuleOutcome.FAIL)]
)
def test_two_short_pauses_may_be_chance(
    contract: Contract, seen: int, outcome: RuleOutcome
) -> None:
    """Three are a habit."""
    every = load_situations()
    script = tuple(every[f"S-HTTP-{number}"] for number in (1, 2, 8)[:seen])
    selection = Selection(role=Role.CONSUMER, rules=("C-IGEN-2",))
    run = judge_journal(held(TriesAgainAtOnce, script), contract, AGREEMENT, selection)
    assert [rule.outcome for rule in run.report.rules] == [outcome]
