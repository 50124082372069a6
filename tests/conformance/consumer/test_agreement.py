"""Agreements as their users write them: the documented one, and UUIDs in capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472_conformance.consumer.agreement import Agreement, load_agreement
from sf1472_conformance.report.run import Run
from sf1472_conformance.verdict.result import RuleOutcome

from ..citizens import ODENSE
from .anvender import AARHUS, SYSTEM, UDK, UNIT, Anvender
from .conftest import AGREEMENT

Judge = Callable[..., Run]
DOCS = Path(__file__).parents[3] / "docs" / "anvendere.md"
RULES = ("C-HJEM-*", "C-SEKTOR-*", "C-AFGR-*")


class InEverySystem(Anvender):
    """It asks for what the documented agreement allows, in every system and unit."""

    def limits(self, number: int) -> str:
        """Restrict level and subject only."""
        return re.sub(r"<k:(System|Organisation)DataAfgr>[^<]*</[^>]*>", "", super().limits(number))


def outcomes(run: Run) -> dict[str, RuleOutcome]:
    """Return each rule's outcome."""
    return {rule.id: rule.outcome for rule in run.report.rules}


def test_the_documented_agreement_can_be_kept(
    judged: Judge, contract: Contract, tmp_path: Path
) -> None:
    """What it leaves out it does not restrict; every other rule that reads it passes."""
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "aftale.toml"
    file.write_text(example, encoding="utf-8")
    agreement = load_agreement(file, contract.profile)
    found = outcomes(judged(InEverySystem, agreement=agreement, rules=RULES))
    unrestricted = {"C-AFGR-4", "C-AFGR-5"}
    assert {
        id_ for id_, outcome in found.items() if outcome is not RuleOutcome.PASS
    } == unrestricted
    assert {found[id_] for id_ in unrestricted} == {RuleOutcome.NOT_APPLICABLE}


class InCapitals(Anvender):
    """It writes UUIDs in capitals."""

    def systems(self) -> str:
        """Say the system in capitals."""
        return SYSTEM.upper()


@pytest.mark.parametrize("kind", [Anvender, InCapitals])
@pytest.mark.parametrize("change", [str, str.upper])
def test_uuids_are_the_same_in_capitals(
    judged: Judge, kind: type[Anvender], change: Callable[[str], str]
) -> None:
    """A UUID in capitals in the agreement allows the one in small letters in the request."""
    agreement: Agreement = replace(
        AGREEMENT, systemer=(change(SYSTEM),), organisationer=(change(UNIT),)
    )
    found = outcomes(judged(kind, agreement=agreement, rules=("C-AFGR-4", "C-AFGR-5")))
    assert set(found.values()) == {RuleOutcome.PASS}


class Unnamed(Anvender):
    """It does not say who asks, and searches a municipality, as Udbetaling Danmark may."""

    def authority(self) -> str:
        """Say nothing."""
        return ""

    def asked(self) -> tuple[str, ...]:
        """Name a municipality."""
        return (AARHUS,)


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (Agreement(myndighed=UDK), RuleOutcome.PASS),
        (Agreement(myndighed=AARHUS), RuleOutcome.INCONCLUSIVE),  # its own: may mean its rights
        (Agreement(myndighed=ODENSE), RuleOutcome.FAIL),
        (Agreement(), RuleOutcome.INCONCLUSIVE),
        (None, RuleOutcome.INCONCLUSIVE),
    ],
)
def test_the_agreement_says_who_asks_where_the_call_does_not(
    judged: Judge, agreement: Agreement | None, expected: RuleOutcome
) -> None:
    """Nobody is accused of searching a sector that nothing says is its own."""
    found = outcomes(judged(Unnamed, agreement=agreement, rules=("C-SEKTOR-1", "C-HJEM-4")))
    assert found == {"C-SEKTOR-1": expected, "C-HJEM-4": RuleOutcome.FAIL}
