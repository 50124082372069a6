"""The report as JUnit XML: one test case per rule, one suite per area."""

from __future__ import annotations

import re
from itertools import groupby

from lxml import etree

from sf1472_conformance.report.structure import JudgedRule, Report
from sf1472_conformance.texts import Phrases
from sf1472_conformance.verdict.result import Evidence, RuleOutcome

# What XML 1.0 cannot hold (2.2), which a provider may well have sent.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report, lang: str = "da") -> bytes:
    """Return the report as JUnit XML; what is not decided counts as skipped."""
    phrases = Phrases(lang)
    root = etree.Element("testsuites", name=phrases(f"title_{report.role.value}"))
    _count(root, report.rules)
    for area, rules in groupby(report.rules, key=lambda rule: rule.id.rpartition("-")[0]):
        _suite(root, area, list(rules), phrases, report)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(
    root: etree._Element, area: str, rules: list[JudgedRule], phrases: Phrases, report: Report
) -> None:
    suite = etree.SubElement(root, "testsuite", name=area, timestamp=report.started)
    _count(suite, rules)
    for rule in rules:
        _case(suite, rule, phrases)


def _count(element: etree._Element, rules: tuple[JudgedRule, ...] | list[JudgedRule]) -> None:
    outcomes = [rule.outcome for rule in rules]
    failures, errors = outcomes.count(RuleOutcome.FAIL), outcomes.count(RuleOutcome.ERROR)
    skipped = len(outcomes) - outcomes.count(RuleOutcome.PASS) - failures - errors
    element.set("tests", str(len(outcomes)))
    element.set("failures", str(failures))
    element.set("errors", str(errors))
    element.set("skipped", str(skipped))
    element.set("time", f"{sum(rule.milliseconds for rule in rules) / 1000:.3f}")


def _case(suite: etree._Element, rule: JudgedRule, phrases: Phrases) -> None:
    case = etree.SubElement(
        suite,
        "testcase",
        classname=f"sf1472.{rule.id}",
        name=f"{rule.id} {rule.title[phrases.lang]}",
        time=f"{rule.milliseconds / 1000:.3f}",
    )
    properties = etree.SubElement(case, "properties")
    for name, value in (("basis", rule.basis.value), ("source", rule.source[phrases.lang])):
        etree.SubElement(properties, "property", name=name, value=value)
    if rule.outcome is RuleOutcome.PASS:
        return
    kind = {RuleOutcome.FAIL: "failure", RuleOutcome.ERROR: "error"}.get(rule.outcome, "skipped")
    reason = rule.reason[phrases.lang] if rule.reason is not None else ""
    message = f"{phrases('outcome.' + rule.outcome.value)}: {reason}"
    detail = etree.SubElement(case, kind, message=_clean(message))
    detail.text = _clean("\n\n".join(_text(item, phrases) for item in rule.evidence)) or None


def _text(evidence: Evidence, phrases: Phrases) -> str:
    lines = [
        (phrases("call"), evidence.note),
        (phrases("where"), evidence.xpath),
        (phrases("expected"), evidence.expected),
        (phrases("found"), evidence.found),
        (phrases("transport_error"), evidence.transport_error),
        (phrases("repeat"), evidence.curl),
    ]
    return "\n".join(f"{name}: {value}" for name, value in lines if value)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
