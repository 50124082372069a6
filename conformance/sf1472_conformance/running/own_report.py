"""The report of one's own test run, where it asked for one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sf1472.timing import SYSTEM, Timing
from sf1472_conformance.catalogue import RuleProfile, load_catalogue
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.making import Judgeable, make_report
from sf1472_conformance.report.run import Run, attachments
from sf1472_conformance.report.writing import write_reports
from sf1472_conformance.verdict.result import Result


def write_own_report(
    subject: Judgeable,
    results: Mapping[str, Result],
    profile: RuleProfile,
    folder: Path,
    timing: Timing = SYSTEM,
) -> None:
    """Write the report of one's own test run; rules that were left out are left out of it."""
    started = timing.now()
    rules = load_catalogue().rules
    role = rules[next(iter(results))].role
    own = Selection(profile, tuple(id_ for id_ in results if rules[id_].role is role), role=role)
    seconds = sum(result.seconds for result in results.values())
    report = make_report(subject, own, results, started, seconds)
    write_reports(Run(report, attachments(results)), folder)
