"""Judges a consumer offline, from a journal: again and again, and by newer rules too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sf1472.contract import Contract
from sf1472_conformance.catalogue import Role
from sf1472_conformance.consumer.agreement import Agreement
from sf1472_conformance.consumer.journal import read_journal
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.running.checks import run_checks

SUITE = Path(__file__).with_name("suite")


def judge_journal(
    lines: Iterable[bytes],
    contract: Contract,
    agreement: Agreement | None = None,
    selection: Selection | None = None,
    source: str | Path = "journalen",
) -> Run:
    """Judge the consumer whose calls stand in `lines`, a journal as JSON Lines from `source`.

    Raises DataError for a line that cannot be read, KitError when the checks cannot be run or
    none is selected.
    """
    chosen = selection or Selection(role=Role.CONSUMER)
    chosen.chosen()
    recording = Recording(read_journal(lines, source), contract, agreement)
    return run_checks(SUITE, recording, chosen)
