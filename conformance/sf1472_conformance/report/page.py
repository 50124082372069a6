"""The report as one HTML file: no network, no script, prints well."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from sf1472_conformance.report.structure import JudgedRule, Report
from sf1472_conformance.texts import Phrases
from sf1472_conformance.verdict.result import RuleOutcome

SYMBOLS: Mapping[RuleOutcome, str] = {
    RuleOutcome.PASS: "✓",
    RuleOutcome.FAIL: "✗",
    RuleOutcome.NOT_APPLICABLE: "–",
    RuleOutcome.NOT_RUN: "·",
    RuleOutcome.INCONCLUSIVE: "?",
    RuleOutcome.ERROR: "!",
}
_UNDECIDED = (
    RuleOutcome.ERROR,
    RuleOutcome.NOT_RUN,
    RuleOutcome.INCONCLUSIVE,
    RuleOutcome.NOT_APPLICABLE,
)


def as_html(report: Report, lang: str = "da") -> str:
    """Return the report as a page in `lang`."""
    environment = Environment(
        loader=PackageLoader("sf1472_conformance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("rapport.html.j2").render(
        report=report,
        lang=lang,
        t=Phrases(lang),
        symbols=SYMBOLS,
        failed=[rule for rule in report.rules if rule.outcome is RuleOutcome.FAIL],
        undecided=_in_order(report.rules),
    )


def _in_order(rules: tuple[JudgedRule, ...]) -> list[JudgedRule]:
    """Return the rules that were not decided, the gravest reason first."""
    found = [rule for rule in rules if rule.outcome in _UNDECIDED]
    return sorted(found, key=lambda rule: _UNDECIDED.index(rule.outcome))
