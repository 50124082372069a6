"""The kit against a provider in plain Python that shares no code with the project."""

from __future__ import annotations

import sys

import pytest

from sf1472.contract import Contract, load_contract

from .running import HERE, failed, verdict


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


@pytest.mark.parametrize(
    ("defect", "found"),
    [
        ("none", set()),
        ("deadline", {"P-FRIST-1"}),
        ("no-validation", {"P-FEJL-13", "P-FEJL-17", "P-FEJL-6", "P-FEJL-7"}),
        ("sectors", {"P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3"}),
        ("status", {"P-FEJL-10", "P-FEJL-11"}),
    ],
)
def test_seeded_defects_are_found(contract: Contract, defect: str, found: set[str]) -> None:
    """The correct one breaks no rule, each defective one those of its defect."""
    report = verdict(
        [sys.executable, str(HERE / "plain.py"), str(contract.folder), "--defect", defect], contract
    )
    assert found <= failed(report)
    assert report.outcomes["error"] == 0
    assert found or failed(report) == set()
