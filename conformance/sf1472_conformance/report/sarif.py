"""The report as SARIF 2.1.0, which code hosts show beside the code."""

from __future__ import annotations

import json
from typing import Any

from sf1472_conformance.catalogue import Severity
from sf1472_conformance.report.structure import JudgedRule, Report
from sf1472_conformance.texts import Phrases
from sf1472_conformance.verdict.result import Evidence, RuleOutcome

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report, lang: str = "da") -> bytes:
    """Return the report as SARIF: every rule, and a result for each that is broken."""
    phrases = Phrases(lang)
    run = {
        "tool": {
            "driver": {
                "name": "sf1472-testkit",
                "version": report.kit,
                "rules": [_rule(rule, lang) for rule in report.rules],
            }
        },
        "results": [
            _result(r, report, phrases) for r in report.rules if r.outcome is RuleOutcome.FAIL
        ],
        "properties": {
            "role": report.role.value,
            "provider": report.who,
            "profile": report.profile.value,
        },
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _rule(rule: JudgedRule, lang: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": f"{rule.clause[lang]} ({rule.source[lang]})"},
        "properties": {"basis": rule.basis.value, "requirements": list(rule.requirements)},
    }


def _result(rule: JudgedRule, report: Report, phrases: Phrases) -> dict[str, Any]:
    reason = rule.reason[phrases.lang] if rule.reason is not None else rule.title[phrases.lang]
    return {
        "ruleId": rule.id,
        "level": "error" if rule.severity is Severity.FEJL else "warning",
        "message": {"text": f"{reason} {_again(rule, report, phrases)}"},
        "locations": [_location(item) for item in rule.evidence if item.request_file],
    }


def _again(rule: JudgedRule, report: Report, phrases: Phrases) -> str:
    """Say how to see it again."""
    if report.provider is not None:
        return f"{phrases('replay')}: sf1472 conform replay {rule.id}"
    command = f"sf1472 conform consumer --journal journal.jsonl --rule {rule.id}"
    return f"{phrases('judge_again')}: {command}"


def _location(evidence: Evidence) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": evidence.request_file}}}
