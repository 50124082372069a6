"""What a run leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import Result


@dataclass(frozen=True)
class Run:
    """What a run leaves: the report, and raw requests by file name for reproduction."""

    report: Report
    attachments: Mapping[str, bytes]


def attachments(results: Mapping[str, Result]) -> dict[str, bytes]:
    """Return the raw requests of all results by file name."""
    return {name: body for r in results.values() for name, body in r.attachments.items()}
