"""One home for what a CPR number looks like: stub and kit mask by it, each what it masks."""

from __future__ import annotations

import pytest

from sf1472 import masking
from sf1472_conformance.messages.masking import Masker
from sf1472_stub.journal.masking import masked_header, masked_text

from .house.kildekode import place, python_files, texts

BOTH = ["0113901001", "011390-1001", "011390 1001", "011390\u00a01001", "x0113901001y"]
NEITHER = ["14720000-0000-4000-8000-000113901001", "00001472", "123456789012", "2026-05-01"]


@pytest.mark.parametrize("text", BOTH)
def test_both_sides_mask_a_number(text: str) -> None:
    """However it is commonly written, the same is left of it on either side."""
    left = Masker()(text)
    assert masking.MASK in left
    assert masked_text(text) == masked_header(text) == left


@pytest.mark.parametrize("text", NEITHER)
def test_both_sides_let_other_numbers_stand(text: str) -> None:
    """UUIDs, CVR numbers, longer numbers and dates are no CPR numbers to either."""
    assert Masker()(text) == masked_text(text) == masked_header(text) == text


def test_both_sides_mask_by_the_one_knowledge() -> None:
    """Neither side has a pattern of its own."""
    assert Masker.__call__.__globals__["IN_TEXT"] is masking.IN_TEXT
    assert masked_text.__globals__["masked"].__globals__["IN_BYTES"] is masking.IN_BYTES


def test_the_mask_is_written_in_one_place() -> None:
    """No other file writes the mask or the loose pattern of a UUID, beside which it is known."""
    own = (masking.MASK, "[0-9a-fA-F]{8}(?:-")
    found = [
        place(file, line, text)
        for file in python_files("conformance", "src", "stub")
        if file != python_files("src/sf1472")[0].parent / "masking.py"
        for line, text in texts(file)
        if any(piece in text for piece in own)
    ]
    assert found == []


@pytest.mark.parametrize("spelling", masking.spellings("0113901001"))
def test_every_spelling_that_is_looked_for_is_masked(spelling: str) -> None:
    """What the stub looks for in headers it also hides."""
    assert masked_text(spelling) == masking.MASK
