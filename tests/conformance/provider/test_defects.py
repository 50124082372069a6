"""The kill matrix: the stub passes, each defect fails exactly the rules it declares.

`..sampling` says which rules each defect is judged by. Those that are right but unusual are always
judged by every rule: that none of them fails is what they are for.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472_conformance.catalogue import Role, load_catalogue
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import RuleOutcome

from ..citizens import BOTH
from ..stubbed import Modifier
from .defects import DEFECTS
from .unusual import HIDES_STEPS, ONE_VERSION, SHOWS_NOTHING, SHOWS_ONLY_THE_BOUNDARY, UNUSUAL

Judge = Callable[..., Run]
Judging = Callable[..., tuple[str, ...]]
RULES = load_catalogue().of(Role.PROVIDER)
GENERATED = {id_ for id_ in RULES if id_.startswith("P-GEN-")}
FIXED = Selection(rules=tuple(id_ for id_ in RULES if id_ not in GENERATED))
REMEMBERS = {"ForgetsNowAndThen"}  # what it breaks depends on what other rules asked before


def ids(report: Report, *outcomes: RuleOutcome) -> set[str]:
    """Return the rules with these outcomes."""
    return {rule.id for rule in report.rules if rule.outcome in outcomes}


def test_the_stub_passes_every_rule(judged: Judge) -> None:
    """No rule has another outcome than a pass, so none is vacuous on these citizens."""
    report = judged(examples=100).report
    assert {
        rule.id: rule.reason for rule in report.rules if rule.outcome is not RuleOutcome.PASS
    } == {}
    assert {rule.id for rule in report.rules} == set(RULES)
    assert report.exit_code == 0


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_fails_exactly_its_rules(judged: Judge, judging: Judging, name: str) -> None:
    """No other rule fails, and the kit never breaks down on it."""
    defect = DEFECTS[name]
    expected = {id_ for id_ in defect.rules if id_ not in GENERATED}
    rules = FIXED.rules if name in REMEMBERS else judging(name, expected, FIXED.rules)
    report = judged(*defect.modifiers, selection=Selection(rules=rules)).report
    assert ids(report, RuleOutcome.FAIL) == expected
    assert ids(report, RuleOutcome.ERROR) == set()
    assert report.exit_code == bool(expected)


@pytest.mark.parametrize("name", sorted(n for n, d in DEFECTS.items() if d.rules & GENERATED))
def test_generated_requests_find_exactly_its_rules(judged: Judge, name: str) -> None:
    """They find a defect by the luck of the draw, so only those made for them are tried.

    The one citizen has running cases in both sectors, so that fewer requests are enough.
    """
    defect = DEFECTS[name]
    for rules, examples in ((defect.rules & GENERATED, 250), (GENERATED - defect.rules, 50)):
        selection = Selection(rules=tuple(rules))
        wishes = {"selection": selection, "examples": examples, "citizens": (BOTH,)}
        report = judged(*defect.modifiers, **wishes).report
        assert ids(report, RuleOutcome.FAIL) == defect.rules & rules
        assert ids(report, RuleOutcome.ERROR) == set()


def test_every_rule_is_failed_by_some_defect() -> None:
    """A rule that nothing can fail proves nothing."""
    killed: set[str] = set().union(*(defect.rules for defect in DEFECTS.values()))
    assert killed == set(RULES)


def test_a_provider_without_cases_leaves_the_law_open(judged: Judge) -> None:
    """Rules that need cases are inconclusive and say what to give; none fails."""
    report = judged(SHOWS_NOTHING, selection=Selection(keyword="not test_viden")).report
    assert ids(report, RuleOutcome.FAIL, RuleOutcome.ERROR, RuleOutcome.NOT_RUN) == set()
    assert {"P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3", "P-FRIST-1", "P-MIN-1", "P-LOV-1"} <= ids(
        report, RuleOutcome.INCONCLUSIVE
    )
    assert all(
        rule.reason is not None and "--cpr" in rule.reason.da
        for rule in report.rules
        if rule.outcome is RuleOutcome.INCONCLUSIVE
    )
    assert report.exit_code == 0


@pytest.mark.parametrize("name", sorted(UNUSUAL))
def test_the_unusual_is_no_defect(judged: Judge, name: str) -> None:
    """A provider that is right fails nothing, however it writes; a false failure is the worst."""
    report = judged(*UNUSUAL[name]).report
    assert {r.id: r.reason for r in report.rules if r.outcome is not RuleOutcome.PASS} == {}


@pytest.mark.parametrize("name", sorted(ONE_VERSION))
def test_a_provider_of_soap_12_alone_is_allowed(judged: Judge, name: str) -> None:
    """The contract binds SOAP 1.2, so rules on 1.1 do not apply, however it is refused."""
    report = judged(ONE_VERSION[name]).report
    assert ids(report, RuleOutcome.FAIL) == set()
    assert ids(report, RuleOutcome.NOT_APPLICABLE) == {"P-SOAP-2", "P-SOAP-4", "P-FEJL-10"}


@pytest.mark.parametrize(
    "modifier", [HIDES_STEPS, SHOWS_ONLY_THE_BOUNDARY], ids=["no-steps", "only-the-boundary"]
)
def test_the_deadline_is_open_where_answers_do_not_tell(judged: Judge, modifier: Modifier) -> None:
    """The boundary day and cases without steps give no verdict."""
    report = judged(modifier).report
    assert ids(report, RuleOutcome.INCONCLUSIVE) == {"P-FRIST-1"}
    assert ids(report, RuleOutcome.FAIL) == set()


def test_rules_that_build_on_a_broken_one_are_not_run(judged: Judge) -> None:
    """One defect is not counted twenty times."""
    report = judged(*DEFECTS["FaultsOnEverything"].modifiers, selection=FIXED).report
    assert "P-SEKTOR-1" in ids(report, RuleOutcome.NOT_RUN)
    assert all(
        rule.reason is not None for rule in report.rules if rule.outcome is not RuleOutcome.PASS
    )
