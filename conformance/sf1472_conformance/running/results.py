"""From pytest's own reports to results and back: what the plugin needs once a check has run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

import msgspec
import pytest

from sf1472_conformance.calling.transport import TimeIsUpError
from sf1472_conformance.catalogue import Profile, load_catalogue
from sf1472_conformance.messages.masking import Masker
from sf1472_conformance.plan.plan import Selection
from sf1472_conformance.report.report import Judgeable
from sf1472_conformance.texts import reason
from sf1472_conformance.verdict.evidence import broken, judged, passed
from sf1472_conformance.verdict.verdicts import NotRun, Outcome, Result, Verdict


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
    if result.outcome is Outcome.PASS or not result.text:
        return
    words = reason(result.text, result.params).da
    if result.outcome is Outcome.FAIL:
        calls = [item.curl or item.note for item in result.evidence]
        report.longrepr = "\n".join((f"{result.rule}: {words}", *calls))
    elif result.outcome is not Outcome.ERROR:
        report.outcome = "skipped"
        report.longrepr = (report.nodeid, 0, f"Skipped: {result.rule}: {words}")


def write_own_report(
    subject: Judgeable, results: Mapping[str, Result], profile: Profile, folder: Path
) -> None:
    """Write the report of one's own test run; rules that were left out are left out of it."""
    from sf1472_conformance.report.report import make_report
    from sf1472_conformance.report.writing import write_reports
    from sf1472_conformance.running.checks import Run, attachments

    started = datetime.now(timezone.utc)
    rules = load_catalogue().rules
    role = rules[next(iter(results))].role
    own = Selection(profile, tuple(id_ for id_ in results if rules[id_].role is role), role=role)
    seconds = sum(result.seconds for result in results.values())
    report = make_report(subject, own, results, started, seconds)
    write_reports(Run(report, attachments(results)), folder)
