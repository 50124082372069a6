"""Another contract is another folder: the kit judges by it without a line of code changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from sf1472.contract import Contract, load_contract
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge_through
from sf1472_conformance.report.structure import Report
from sf1472_conformance.verdict.result import RuleOutcome

from ..stubbed import SETTINGS, Stubbed

RENAMED = {
    "http://www.kombit.dk/int/2017/01/01/": "urn:anden-kontrakt",
    "PartCPRNummer": "BorgerNummer",
}


@pytest.fixture(scope="module")
def swapped(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The shipped contract with another namespace and other element names."""
    folder: Path = tmp_path_factory.mktemp("kontrakt") / "anden"
    shutil.copytree(contract.folder, folder)
    for file in (*folder.rglob("*.xsd"), *folder.rglob("*.wsdl"), folder / "profile.toml"):
        text = file.read_text(encoding="utf-8")
        for old, new in RENAMED.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    return load_contract(folder)


def judge(provider: Contract, kit: Contract, settings: Settings) -> Report:
    """Judge the stub of one contract by another."""
    stub = Stubbed(settings=replace(SETTINGS, contract=provider.folder))
    return judge_through(stub, settings, kit).report


def test_a_provider_of_the_swapped_contract_passes(swapped: Contract, settings: Settings) -> None:
    """Every rule, by the swapped contract."""
    report = judge(swapped, swapped, settings)
    assert {rule.id for rule in report.rules if rule.outcome is not RuleOutcome.PASS} == set()


def test_a_provider_of_another_contract_does_not(
    contract: Contract, swapped: Contract, settings: Settings
) -> None:
    """Its WSDL and its answers are another's, and nothing breaks down."""
    report = judge(contract, swapped, settings)
    failed = {rule.id for rule in report.rules if rule.outcome is RuleOutcome.FAIL}
    assert {"P-WSDL-3", "P-SOAP-1"} <= failed
    assert report.outcomes["error"] == 0
