"""The decision against the independent oracle, in at least 20,000 generated situations a run."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from sf1472.hjemmel import Videregivelse

from . import oracle
from .eksempel import RAEKKER, STIGE, YDELSER, vurdering
from .verdener import indstillinger, kontrolsag, situation, verdener

DELE, VERDENER, SPOERGSMAAL = 8, 400, 8


def vist(listed: tuple[Videregivelse, ...]) -> list[oracle.Vist]:
    """Return the disclosed cases in the oracle's words, themes as an answer would show them."""
    return [
        (
            int(v.sag.uuid),
            v.felter,
            frozenset(t.noegle for t in v.sag.kontroltemaer if t.noegle in v.temaer),
        )
        for v in listed
    ]


def afgjort(spoergsmaal: oracle.Spoergsmaal, sager: list[oracle.Sag]) -> oracle.Udfald:
    """Return what the decision discloses, in the oracle's words."""
    groups = vurdering(indstillinger(spoergsmaal)).afgoer(
        situation(spoergsmaal), [kontrolsag(sag) for sag in sager]
    )
    return [(g.hjemmel, vist(g.loebende), vist(g.henlagte)) for g in groups]


def test_there_are_enough_situations() -> None:
    """A run judges at least 20,000 situations."""
    assert DELE * VERDENER * SPOERGSMAAL >= 20_000


def test_the_oracle_and_the_example_describe_the_same_world() -> None:
    """The oracle's own tables say what the example's do."""
    assert tuple(oracle.RAEKKER) == RAEKKER
    assert tuple(oracle.STIGE) == STIGE
    assert {sektor.value: list(emner) for sektor, emner in YDELSER.items()} == oracle.YDELSER


@pytest.mark.parametrize("del_", range(DELE), ids=lambda n: f"part-{n}")
def test_the_decision_agrees_with_the_oracle(del_: int) -> None:
    """For every generated situation both disclose the same cases, fields and themes."""
    seen: Counter[str] = Counter()

    @seed(1472 + del_)
    @settings(
        max_examples=VERDENER,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(verden=verdener())
    def agree(verden: tuple[list[oracle.Spoergsmaal], list[oracle.Sag]]) -> None:
        """Compare the two for every question of one world."""
        questions, cases = verden
        for question in questions:
            expected = oracle.udfald(question, cases)
            assert afgjort(question, cases) == expected
            seen["situations"] += 1
            seen["disclosing"] += bool(expected)
            seen["shelved"] += any(shelved for _, _, shelved in expected)

    agree()
    assert seen["situations"] >= VERDENER * SPOERGSMAAL
    assert seen["disclosing"] > seen["situations"] / 20
    assert seen["shelved"] > seen["situations"] / 50


@pytest.mark.parametrize(
    ("dato", "expected"),
    [
        pytest.param(date(2024, 2, 29), date(2023, 8, 29), id="leap-day"),
        pytest.param(date(2024, 8, 31), date(2024, 2, 29), id="leap-year"),
        pytest.param(date(2025, 8, 31), date(2025, 2, 28), id="common-year"),
        pytest.param(date(2026, 5, 15), date(2025, 11, 15), id="middle"),
    ],
)
def test_the_oracle_counts_six_months_rightly(dato: date, expected: date) -> None:
    """The oracle's walk back ends where the law's six months do."""
    assert oracle.seks_maaneder_foer(dato) == expected
