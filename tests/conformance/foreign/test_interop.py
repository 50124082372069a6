"""The kit against providers on other stacks: node's soap and PHP's SoapServer.

Neither stack validates, so the kit finds much to say of them. What is proved here is that they can
be judged, that what they do right passes, and that a seeded defect is found where it was seeded.
"""

from __future__ import annotations

import socket

import pytest

from sf1472.contract import Contract, load_contract
from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import RuleOutcome

from .running import HERE, failed, verdict

PASSED = {"P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3", "P-MIN-1", "P-MIN-4", "P-BORGER-1", "P-EKKO-1"}
UNVALIDATED = {"P-FEJL-6", "P-FEJL-7", "P-FEJL-13", "P-LOV-3"}


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


@pytest.mark.node
@pytest.mark.parametrize("defect", ["none", "steps"])
def test_node(contract: Contract, defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider on node's soap package, the one that the example consumer uses."""
    monkeypatch.setenv("NODE_PATH", str(HERE.parents[2] / "examples" / "node" / "node_modules"))
    script = str(HERE / "node" / "provider.js")
    judge(verdict(["node", script, str(contract.folder), defect], contract), defect)


@pytest.mark.php
@pytest.mark.parametrize("defect", ["none", "steps"])
def test_php(contract: Contract, defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider on PHP's SoapServer."""
    monkeypatch.setenv("SF1472_CONTRACT", str(contract.folder))
    monkeypatch.setenv("SF1472_DEFECT", defect)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    command = ["php", "-S", address, str(HERE / "php" / "provider.php")]
    judge(verdict(command, contract, contract.service.path), defect)


def judge(report: Report, defect: str) -> None:
    """Compare a verdict with what the stack and the seeded defect should give."""
    broken = failed(report)
    passed = {rule.id for rule in report.rules if rule.outcome is RuleOutcome.PASS}
    seeded = {"P-MIN-1"} if defect == "steps" else set()
    assert report.outcomes["error"] == 0
    assert PASSED - seeded <= passed
    assert broken >= UNVALIDATED
    assert ("P-MIN-1" in broken) == bool(seeded)
