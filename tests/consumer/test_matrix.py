"""The kill matrix of consumers: correct ones pass, each defect fails exactly what it declares."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472_conformance.catalogue import Role, load_catalogue
from sf1472_conformance.checks import Run
from sf1472_conformance.report import Report
from sf1472_conformance.verdict import Outcome

from . import defects_kald, defects_svar
from .anvender import Answer, Anvender
from .register import DEFECTS

Judge = Callable[..., Run]
MODULES = (defects_kald, defects_svar)  # they fill the register


def ids(report: Report, *outcomes: Outcome) -> set[str]:
    """Return the rules with these outcomes."""
    return {rule.id for rule in report.rules if rule.outcome in outcomes}


def test_the_correct_consumer_passes_every_rule(judged: Judge) -> None:
    """All but the one on SOAP 1.1, which it does not speak."""
    report = judged(Anvender, large=True).report
    reasons = {rule.id: rule.reason for rule in report.rules if rule.outcome is not Outcome.PASS}
    assert set(reasons) == {"C-HTTP-4"}, reasons
    assert report.exit_code == 0


class LooksAround(Anvender):
    """Before each message it sees whether the service is there, and reads how it is described."""

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Probe, then send."""
        for method, query in (
            *(("HEAD", ""), ("OPTIONS", ""), ("GET", "?wsdl"), ("HEAD", "?wsdl")),
            *(("GET", "?singleWsdl"), ("GET", "?XSD=xsd0"), ("GET", "?mex")),
        ):
            probe = {"Host": "stub", "Accept": "text/html", "Content-Length": "0"}
            self.net.call(method, f"{target}{query}", probe, b"", self.timeout)
        return super().send(target, headers, body)


def test_what_is_no_lookup_is_not_judged_as_one(judged: Judge) -> None:
    """Probes and reads of metadata trip no rule, and are not counted as calls."""
    plain, probing = judged(Anvender).report, judged(LooksAround).report
    outcomes = [{rule.id: rule.outcome for rule in report.rules} for report in (plain, probing)]
    assert outcomes[0] == outcomes[1]
    assert probing.consumer is not None
    assert probing.consumer == plain.consumer


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_fails_exactly_its_rules(judged: Judge, name: str) -> None:
    """And the kit never breaks down on it."""
    kind, expected = DEFECTS[name]
    report = judged(kind, large="C-SVAR-6" in expected).report
    assert ids(report, Outcome.FAIL) == expected
    assert ids(report, Outcome.ERROR) == set()
    assert report.exit_code == 1


def test_every_rule_is_failed_by_some_defect() -> None:
    """A rule that nothing can fail proves nothing."""
    killed: set[str] = set().union(*(rules for _, rules in DEFECTS.values()))
    assert killed == set(load_catalogue().of(Role.CONSUMER))
