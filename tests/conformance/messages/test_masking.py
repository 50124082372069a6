"""No CPR number leaves the kit unmasked."""

from __future__ import annotations

import re
from html import unescape

import pytest

from sf1472.masking import MASK, numbers
from sf1472_conformance.messages.masking import Masker


@pytest.mark.parametrize(
    "text",
    [
        "0113901001",
        "011390-1001",
        "011390 1001",
        "011390\u00a01001",
        "&#48;&#49;1390&#45;&#x31;001",
        "&#48;&#49;1390&#x20;1001",
        "urn:oio:cpr-nr:0113901001",
        "<x>0113901001</x>",
        "cpr0113901001",
    ],
)
def test_numbers_are_masked(text: str) -> None:
    """With hyphen, space or neither, as references, whatever stands around them."""
    masked = Masker()(text)
    assert MASK in masked
    assert "0113901001" not in re.sub(r"[-\s]", "", unescape(masked))


@pytest.mark.parametrize(
    "text",
    [
        "14720000-0000-4000-8000-000000000001",
        "ab123456-1234-4000-8000-0123456789ab",
        "00001472",
        "2026-05-01T09:30:00+02:00",
        "123456789012",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """UUIDs, CVR numbers, times and longer numbers are no CPR numbers."""
    assert Masker()(text) == text


def test_known_numbers_are_masked_even_inside_others() -> None:
    """A number that was asked about is found inside a UUID too."""
    masker = Masker(["0113901001"])
    assert masker("14720000-0000-4000-8000-000113901001") == f"14720000-0000-4000-8000-00{MASK}"
    assert masker("9990113901001999") == f"999{MASK}999"
    assert masker("999&#48;11390&#x20;1001999") == f"999{MASK}999"


def test_numbers_are_found_in_digits() -> None:
    """However they are written, so that they can be known again."""
    text = "0113901001 011390-1002 &#48;11390 1003 14720000-0000-4000-8000-000113901004"
    assert numbers(text) == {"0113901001", "0113901002", "0113901003"}
