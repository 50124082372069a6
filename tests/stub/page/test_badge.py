"""How a call ended, in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sf1472.timing import SYSTEM
from sf1472_stub.journal import Breach, Entry
from sf1472_stub.page.badge import CONNECTION, badge_of
from sf1472_stub.scenarios.model import ConnectionFault

ENTRY = Entry("1", SYSTEM.now(), "POST", "/", (), b"", status=200)
BREACH = Breach("/a", 1, "b")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(ENTRY, "good ✓ Svar ", id="answer"),
        pytest.param(replace(ENTRY, fejl=("A",)), "bad ✗ Forretningsfejl A", id="fejl"),
        pytest.param(replace(ENTRY, fejl=("N",)), "notice ! Svar med advis N", id="advis"),
        pytest.param(
            replace(ENTRY, fejl=("A", "N")), "bad ✗ Forretningsfejl A", id="fejl-and-advis"
        ),
        pytest.param(replace(ENTRY, scenario="S"), "notice ! Svar efter scenarie ", id="scenario"),
        pytest.param(replace(ENTRY, breaches=(BREACH,)), "bad ✗ Skemafejl ", id="breach"),
        pytest.param(replace(ENTRY, status=503), "bad ✗ HTTP 503 ", id="http"),
        pytest.param(replace(ENTRY, status=307), "bad ✗ HTTP 307 ", id="redirect"),
        pytest.param(
            replace(ENTRY, status=400, fault="F", breaches=(BREACH,)),
            "bad ✗ SOAP-fejl F",
            id="fault",
        ),
        pytest.param(
            replace(ENTRY, outcome="haeng", status=None), "bad ↯ Svaret udeblev ", id="hang"
        ),
        pytest.param(replace(ENTRY, outcome="ny-fejl"), "bad ↯ ny-fejl ", id="unknown"),
    ],
)
def test_each_ending_has_its_word(entry: Entry, expected: str) -> None:
    """Word, symbol and colour name the gravest of what happened."""
    assert " ".join(badge_of(entry, {"A"})) == expected


def test_every_connection_fault_has_a_word() -> None:
    """No fault of the scenario language is shown by its id."""
    assert set(CONNECTION) == set(ConnectionFault.__args__)
