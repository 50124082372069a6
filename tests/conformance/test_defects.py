"""The kill matrix: the correct provider passes, each defect fails exactly the rules it declares."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472_conformance.catalogue import Role, load_catalogue
from sf1472_conformance.checks import Run
from sf1472_conformance.plan import Selection
from sf1472_conformance.report import Report
from sf1472_conformance.verdict import Outcome

from .defects import DEFECTS
from .defects.none import HidesSteps, ShowsNothing, ShowsOnlyTheBoundary, Takes12Only
from .provider import Provider

Judge = Callable[..., Run]
FIXED = Selection(keyword="not test_gen")


def ids(report: Report, *outcomes: Outcome) -> set[str]:
    """Return the rules with these outcomes."""
    return {rule.id for rule in report.rules if rule.outcome in outcomes}


def test_the_correct_provider_passes_every_rule(judged: Judge) -> None:
    """Nothing but passes, so no rule is vacuous on this data."""
    report = judged(Provider).report
    assert {rule.id: rule.reason for rule in report.rules if rule.outcome is not Outcome.PASS} == {}
    assert report.exit_code == 0


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_fails_exactly_its_rules(judged: Judge, name: str) -> None:
    """And the kit never breaks down on it.

    Generated requests find a defect by the luck of the draw, so only the defects made for them are
    tried with them.
    """
    kind, expected = DEFECTS[name]
    generated = any(id_.startswith("P-GEN") for id_ in expected)
    report = judged(kind, Selection() if generated else FIXED, 150).report
    assert ids(report, Outcome.FAIL) == expected
    assert ids(report, Outcome.ERROR) == set()
    assert report.exit_code == 1


def test_every_rule_is_failed_by_some_defect() -> None:
    """A rule that nothing can fail proves nothing."""
    killed: set[str] = set().union(*(rules for _, rules in DEFECTS.values()))
    assert killed == set(load_catalogue().of(Role.PROVIDER))


def test_a_provider_without_cases_leaves_the_law_open(judged: Judge) -> None:
    """Rules that need cases are inconclusive and say what to give; none fails."""
    report = judged(ShowsNothing, Selection(keyword="not test_viden")).report
    assert ids(report, Outcome.FAIL, Outcome.ERROR, Outcome.NOT_RUN) == set()
    assert {"P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3", "P-FRIST-1", "P-MIN-1", "P-LOV-1"} <= ids(
        report, Outcome.INCONCLUSIVE
    )
    assert all(
        rule.reason is not None and "--cpr" in rule.reason.da
        for rule in report.rules
        if rule.outcome is Outcome.INCONCLUSIVE
    )
    assert report.exit_code == 0


def test_refusing_soap_11_in_order_is_allowed(judged: Judge) -> None:
    """The contract binds SOAP 1.2, so rules on 1.1 do not apply."""
    report = judged(Takes12Only).report
    assert ids(report, Outcome.FAIL) == set()
    assert ids(report, Outcome.NOT_APPLICABLE) == {"P-SOAP-2", "P-SOAP-4", "P-FEJL-10"}


@pytest.mark.parametrize("kind", [HidesSteps, ShowsOnlyTheBoundary])
def test_the_deadline_is_open_where_answers_do_not_tell(
    judged: Judge, kind: type[Provider]
) -> None:
    """The boundary day and cases without steps give no verdict."""
    report = judged(kind).report
    assert ids(report, Outcome.INCONCLUSIVE) == {"P-FRIST-1"}
    assert ids(report, Outcome.FAIL) == set()


def test_rules_that_build_on_a_broken_one_are_not_run(judged: Judge) -> None:
    """One defect is not counted twenty times."""
    kind, _ = DEFECTS["FaultsOnEverything"]
    report = judged(kind).report
    assert "P-SEKTOR-1" in ids(report, Outcome.NOT_RUN)
    assert all(rule.reason is not None for rule in report.rules if rule.outcome is not Outcome.PASS)
