"""Restrictions on KLE subjects: lists, wildcards, intervals, spaces, and what is refused."""

import pytest

from sf1472.hjemmel import KleError, kle_covers, parse_kle
from sf1472.message import Klasse

from .eksempel import begraens, sag, ses, spoerg

# restriction: subjects inside, subjects outside
DAEKNING = {
    "*": (["00.00.00", "32.45.04", "99.99.99"], []),
    "27.*, 32.*-34.*": (
        ["27.00.00", "27.99.99", "32.00.00", "33.12.34", "34.99.99"],
        ["26.99.99", "28.00.00", "31.99.99", "35.00.00"],
    ),
    "32.*": (["32.00.00", "32.99.99"], ["31.99.99", "33.00.00"]),
    "32.03.04": (["32.03.04"], ["32.03.03", "32.03.05", "32.04.04"]),
    "32.03.04,32.06.08": (["32.03.04", "32.06.08"], ["32.03.08", "32.06.04", "32.05.00"]),
    "32.03.04-32.03.16": (
        ["32.03.04", "32.03.10", "32.03.16"],
        ["32.03.03", "32.03.17", "32.04.10"],
    ),
    "32.03.04-32.06.*": (["32.03.04", "32.06.99"], ["32.03.03", "32.07.00"]),
    "32.03.04-32.03.04": (["32.03.04"], ["32.03.03", "32.03.05"]),
    "32.45.*": (["32.45.00", "32.45.99"], ["32.44.99", "32.46.00"]),
    "32.45.*-33.*": (["32.45.00", "33.99.99"], ["32.44.99", "34.00.00"]),
    "  32.45.* -  32.46.*  ,  15.20.24 ": (
        ["32.45.00", "32.46.99", "15.20.24"],
        ["32.47.00", "15.20.25"],
    ),
}

UGYLDIGE = {
    "empty": "",
    "empty-part": "27.*,,32.*",
    "end-missing": "32.*-",
    "group-of-one-digit": "3.*",
    "interval-of-three": "27.*-28.*-29.*",
    "interval-reversed": "34.*-32.*",
    "letters": "32.ab.*",
    "no-wildcard": "32",
    "other-digits": "٣٢.٤٥.٠٤",
    "other-digits-in-wildcard": "٣٢.*",
    "range-sign": "27.*–32.*",
    "semicolon": "27.*;32.*",
    "space": " ",
    "space-inside": "32. 45.*",
    "start-missing": "-32.*",
    "subject-cut": "32.45",
    "subject-too-long": "32.45.04.01",
    "topic-of-three-digits": "32.450.*",
    "trailing-comma": "27.*,",
    "two-wildcards": "32.*.*",
    "wildcard-first": "*.45.04",
    "wildcard-inside": "32.*.04",
    "wildcard-with-no-dot": "32*",
}


@pytest.mark.parametrize("tekst", sorted(DAEKNING))
def test_a_restriction_covers_exactly_its_subjects(tekst: str) -> None:
    """The subjects at the ends are in, their neighbours are out."""
    inside, outside = DAEKNING[tekst]
    intervals = parse_kle(tekst)
    assert [emne for emne in inside if not kle_covers(intervals, emne)] == []
    assert [emne for emne in outside if kle_covers(intervals, emne)] == []


@pytest.mark.parametrize("name", sorted(UGYLDIGE))
def test_a_malformed_restriction_is_refused(name: str) -> None:
    """What the grammar does not know is an error that repeats a piece of the text."""
    with pytest.raises(KleError) as caught:
        parse_kle(UGYLDIGE[name])
    assert caught.value.part in UGYLDIGE[name]


@pytest.mark.parametrize(
    ("tekst", "part"),
    [
        pytest.param("27.*, 32 ,33.*", "32", id="in-the-middle"),
        pytest.param("27.*,34.*-32.*", "34.*-32.*", id="reversed"),
        pytest.param("32.*-x", "x", id="end"),
        pytest.param("32.*-", "32.*-", id="end-missing"),
    ],
)
def test_the_error_names_the_piece_that_is_wrong(tekst: str, part: str) -> None:
    """`part` is the piece to correct, so that a caller can be told."""
    with pytest.raises(KleError) as caught:
        parse_kle(tekst)
    assert caught.value.part == part


@pytest.mark.parametrize("emne", ["32.44.99", "32.45.00", "32.45.99", "32.46.00"])
def test_the_restriction_concerns_the_primary_subject(emne: str) -> None:
    """HJ-KLE-1 looks at the case's primary KLE subject, not at the benefit under control."""
    krav = begraens(kle=parse_kle("32.45.*"))
    case = sag(primaer_klasse=Klasse(emne, "Et emne"), ydelse="32.45.10")
    assert ses(spoerg(krav), case) is emne.startswith("32.45.")


def test_no_restriction_covers_every_subject() -> None:
    """Without a KLE restriction the subject does not matter."""
    assert ses(spoerg(), sag(primaer_klasse=Klasse("99.99.99", "Et emne")))
