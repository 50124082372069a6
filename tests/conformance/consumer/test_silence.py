"""Silence: without a later sign of life it proves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472.contract import Contract
from sf1472_conformance.catalogue import Need, Role, RuleProfile
from sf1472_conformance.consumer.judging import judge_journal
from sf1472_conformance.consumer.situations import load_situations
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.structure import JudgedRule
from sf1472_conformance.verdict.result import RuleOutcome

from .anvender import Anvender
from .anvender import Outcome as Told
from .conftest import AGREEMENT, held
from .defects_svar import GivesUpAtOnce

Judge = Callable[..., Run]
NOT_REPEATED = {"C-IGEN-5": "S-FEJL-3", "C-IGEN-6": "S-SOAP-1", "C-IGEN-8": "S-DRIFT-1"}


def rules_of(run: Run) -> dict[str, JudgedRule]:
    """Return the rules by id."""
    return {rule.id: rule for rule in run.report.rules}


@pytest.mark.parametrize("id_", sorted(NOT_REPEATED))
def test_the_last_silence_is_inconclusive(contract: Contract, id_: str) -> None:
    """A consumer that falls over after the situation would be as silent as a good one."""
    last = NOT_REPEATED[id_]
    every = list(load_situations().values())
    script = tuple(s for s in every[: [s.id for s in every].index(last) + 1] if s.id != "S-SVAR-6")
    selection = Selection(role=Role.CONSUMER, rules=(id_,))
    judged = rules_of(judge_journal(held(Anvender, script, tells=False), contract, None, selection))
    assert judged[id_].outcome is RuleOutcome.INCONCLUSIVE
    assert last in (judged[id_].reason.da if judged[id_].reason else "")


@pytest.mark.parametrize("id_", sorted(NOT_REPEATED))
def test_a_later_call_is_a_sign_of_life(judged: Judge, id_: str) -> None:
    """With more lookups after it, the same silence is a pass."""
    assert rules_of(judged(Anvender, tells=False))[id_].outcome is RuleOutcome.PASS


def test_what_is_not_told_is_not_guessed(judged: Judge) -> None:
    """Whether an answer was used shows on no wire; the reason says how to tell."""
    found = rules_of(judged(GivesUpAtOnce, tells=False))
    telling = {id_ for id_, rule in found.items() if Need.TOLD in rule.needs}
    seen_otherwise = {"C-GEM-1", "C-SVAR-6"}  # it asked again; it was not in the exam
    assert {found[id_].outcome for id_ in telling - seen_otherwise} == {RuleOutcome.INCONCLUSIVE}
    reason = found["C-SVAR-1"].reason
    assert reason is not None
    assert "SF1472_UDFALD_URL" in reason.da


def test_trying_again_is_an_answer_too(judged: Judge) -> None:
    """Who tries again has refused what it got, told or not."""
    found = rules_of(judged(Anvender, tells=False))
    assert found["C-AFVIS-6"].outcome is RuleOutcome.PASS  # broken off, and tried again
    assert found["C-AFVIS-1"].outcome is RuleOutcome.INCONCLUSIVE  # broken XML, and given up


class CallsAllOfItErrors(Anvender):
    """Whatever cannot be used is an error, and told as one."""

    def given_up(self) -> Told:
        """Tell."""
        return Told("fejl")


def test_an_error_is_as_good_as_a_refusal(judged: Judge) -> None:
    """Nothing was used; but the earlier answer may be a business error, and that is its use."""
    found = rules_of(judged(CallsAllOfItErrors))
    assert {i for i, rule in found.items() if rule.outcome is RuleOutcome.FAIL} == {"C-TRANS-6"}


def test_ordinary_use_is_judged_without_situations(contract: Contract) -> None:
    """A journal that is of no exam: each call by itself, and nothing else."""
    script = tuple(s for s in load_situations().values() if s.id in ("S-SVAR-1", "S-FEJL-1"))
    calls = [line for line in held(Anvender, script) if b'"mark"' not in line]
    report = judge_journal(
        calls, contract, AGREEMENT, Selection(RuleProfile.DRIFT, role=Role.CONSUMER)
    ).report
    assert report.consumer is not None
    assert report.consumer.situations == ()
    assert report.outcomes["fail"] == 0
    assert report.outcomes["pass"] > 25
    whole = judge_journal(calls, contract, None, Selection(role=Role.CONSUMER)).report
    assert {r.outcome for r in whole.rules if r.id.startswith("C-IGEN")} == {
        RuleOutcome.NOT_APPLICABLE
    }


def test_an_empty_journal_is_not_judged(contract: Contract) -> None:
    """Nothing passes, and the exit code says that something is missing."""
    report = judge_journal([], contract).report
    assert report.passed == 0
    assert report.exit_code == 2
