"""Carries results inside pytest's reports: what a check raised becomes a result, and a text."""

from __future__ import annotations

import msgspec
import pytest

from sf1472_conformance.calling.transport import TimeIsUpError
from sf1472_conformance.messages.masking import Masker
from sf1472_conformance.report.making import Judgeable
from sf1472_conformance.texts import reason
from sf1472_conformance.verdict.evidence import broken, judged, passed
from sf1472_conformance.verdict.kinds import NotRun, Verdict
from sf1472_conformance.verdict.result import Result, RuleOutcome


def result_of(id_: str, call: pytest.CallInfo[None], subject: Judgeable | None) -> Result:
    """Return the result of one check, masked."""
    masker = Masker(subject.citizens if subject is not None else ())
    error = call.excinfo.value if call.excinfo is not None else None
    if error is None:
        return passed(id_, call.duration)
    if isinstance(error, TimeIsUpError):
        error = NotRun("time_limit")
    if isinstance(error, Verdict):
        return judged(id_, error, masker, call.duration)
    return broken(id_, error, masker, call.duration)


def carried(result: Result) -> str:
    """Return a result as a text that a report can carry."""
    return msgspec.json.encode(result).decode()


def brought(text: str) -> Result:
    """Return the result that a report carried."""
    return msgspec.json.decode(text, type=Result)


def tell(report: pytest.TestReport, result: Result) -> None:
    """Give pytest's report the verdict's own words; what is not decided counts as skipped."""
    if result.outcome is RuleOutcome.PASS or not result.text:
        return
    words = reason(result.text, result.params).da
    if result.outcome is RuleOutcome.FAIL:
        calls = [item.curl or item.note for item in result.evidence]
        report.longrepr = "\n".join((f"{result.rule}: {words}", *calls))
    elif result.outcome is not RuleOutcome.ERROR:
        report.outcome = "skipped"
        report.longrepr = (report.nodeid, 0, f"Skipped: {result.rule}: {words}")
