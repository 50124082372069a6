"""Starts a foreign provider as a process of its own and judges it with the kit."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sf1472.contract import Contract
from sf1472_conformance.plan.plan import Plan
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge
from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import RuleOutcome

HERE = Path(__file__).parent
CITIZENS = ("0113901001", "0113901002", "0113901003")


@contextmanager
def running(command: Sequence[str]) -> Iterator[str]:
    """Run a provider that prints its address on its first line; give the address.

    What it prints later is read and dropped, so that it never waits for a reader.
    """
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"http://[^\s)]+", first)
        reader = threading.Thread(target=process.stdout.read)
        reader.start()
        try:
            assert address is not None, first
            yield address[0]
        finally:
            process.terminate()
            reader.join()


def verdict(command: Sequence[str], contract: Contract, path: str = "") -> Report:
    """Judge the provider that a command starts by every rule; `path` follows what it prints."""
    with running(command) as origin:
        url = origin + path
        settings = Settings(
            url, "55133018", "35209115", "00001472", CITIZENS, date(2026, 8, 31), examples=30
        )
        return judge(Plan(settings, str(contract.folder))).report


def failed(report: Report) -> set[str]:
    """Return the rules that are broken."""
    return {rule.id for rule in report.rules if rule.outcome is RuleOutcome.FAIL}
