"""Synthetic CPR numbers: every number of a family once, and none that a family must not have."""

from __future__ import annotations

import math
from datetime import date

import pytest

from sf1472.errors import KitError
from sf1472.universe.cprnumre import _STRIDE, STRATEGIER, CprNumre


@pytest.mark.parametrize("navn", sorted(STRATEGIER))
def test_no_number_comes_twice(navn: str) -> None:
    """The stride is prime to the family's size, so the order is a permutation of the family."""
    numre = CprNumre(STRATEGIER[navn], 1472)
    assert math.gcd(_STRIDE, numre.antal) == 1
    assert len({numre.nummer(n) for n in range(50_000)}) == 50_000
    assert numre.nummer(numre.antal - 1)
    with pytest.raises(KitError, match=str(numre.antal)):
        numre.nummer(numre.antal)


@pytest.mark.parametrize(
    ("navn", "first", "last"), [("erstatning", 61, 88), ("gyldig-dato", 1, 28), ("umulig", 92, 99)]
)
def test_the_days_are_the_familys(navn: str, first: int, last: int) -> None:
    """Ten digits; the day says the family; the month is a month."""
    numre = CprNumre(STRATEGIER[navn], 7)
    for cpr in (numre.nummer(n) for n in range(20_000)):
        assert len(cpr) == 10
        assert cpr.isdecimal()
        assert first <= int(cpr[:2]) <= last
        assert 1 <= int(cpr[2:4]) <= 12


def test_valid_looking_dates_are_dates() -> None:
    """Systems that check the date accept the family made for them."""
    numre = CprNumre(STRATEGIER["gyldig-dato"], 7)
    for cpr in (numre.nummer(n) for n in range(20_000)):
        assert date(2000 + int(cpr[4:6]), int(cpr[2:4]), int(cpr[:2]))


def test_another_seed_gives_another_order() -> None:
    """The seed decides who comes first."""
    first = [CprNumre(STRATEGIER["umulig"], froe).nummer(0) for froe in range(100)]
    assert len(set(first)) == 100
