"""How numbers are written, and texts with blanks: the homes that stub and kit share."""

import re

import pytest

from sf1472 import patterns
from sf1472.data.blanks import filled

from .house.kildekode import place, python_files, texts

RIGHT = {
    "CPR": ("0113801001",),
    "CVR": ("00001472",),
    "KLE": ("32.45.04",),
    "UUID": ("14720000-0000-4000-8000-00000000abcd",),
}
WRONG = {
    "CPR": ("", "011380-1001", "01138010011", "٠113801001", "0113801001\n"),
    "CVR": ("", "1472", "000014720", "DK001472"),
    "KLE": ("", "32.45", "32.45.*", "324504", "32.45.4", "32.45.04\n"),
    "UUID": (
        "",
        "14720000-0000-4000-8000-00000000ABCD",
        "14720000000040008000000000000001",
        "14720000-0000-4000-8000-0000000000011",
    ),
}


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_each_number_has_one_spelling(name: str) -> None:
    """What is written in the one way fits, and nothing else does."""
    pattern = getattr(patterns, name)
    assert all(pattern.fullmatch(text) for text in RIGHT[name])
    assert not any(pattern.fullmatch(text) for text in WRONG[name])


def test_the_patterns_stand_in_one_place() -> None:
    """No other file has a pattern of its own for a whole CPR, CVR or KLE number or a UUID."""
    own = {getattr(patterns, name).pattern for name in RIGHT}
    found = [
        place(file, line, text)
        for file in python_files("conformance", "src", "stub")
        if file.name != "patterns.py"
        for line, text in texts(file)
        if text in own
    ]
    assert found == []


def test_what_is_left_out_of_a_text_becomes_an_ellipsis() -> None:
    """A blank without a value does not stop the answer that the text belongs to."""
    assert filled("{a} og {b}", {"a": 1}) == "1 og …"


def test_only_one_file_knows_which_toml_reader_there_is() -> None:
    """The choice between Python's own reader and the one that stands in for it is made once."""
    files = [
        file.name
        for file in python_files("conformance", "src", "stub")
        if re.search(r"import toml(lib|i)\b", file.read_text(encoding="utf-8"))
    ]
    assert files == ["toml.py"]
