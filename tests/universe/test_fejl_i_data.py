"""Mistakes in data files: each is told at load with file, line, element and what was expected."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sf1472.contract import Profile
from sf1472.errors import DataError
from sf1472.hjemmel import load_hjemmelsdata
from sf1472.universe import load_data

BORGERE = "testborgere.yaml"
CSV_FILES = [
    "fagsystemer.csv",
    "hjemmel/kontroltemamatrix.csv",
    "kle-emner.csv",
    "kontroltemaer.csv",
    "myndigheder.csv",
    "serviceaftaler.csv",
]

# One citizen of two cases and a case of a municipality's own; each mistake changes one piece of it.
BORGER = (Path(__file__).parent / "borger.yaml").read_text(encoding="utf-8")


def raised(profile: Profile, overlay: Path) -> DataError:
    """Return the error that loading the overlay gives."""
    with pytest.raises(DataError) as caught:
        load_everything(profile, overlay)
    return caught.value


def load_everything(profile: Profile, overlay: Path) -> None:
    """Load the universe and the law's data, as the stub does when it starts."""
    data = load_data(profile, overlay)
    load_hjemmelsdata(data.fixtures, data.register, profile)


def line_of(text: str, piece: str) -> int:
    """Return the 1-based line on which the first `piece` ends."""
    before, found, _ = text.partition(piece)
    assert found, f"{piece!r} findes ikke"
    return (before + found).count("\n") + 1


# Test citizens: old text, new text, element, piece on whose line the mistake stands

SAG = "borgere[0].kontrolsager[0]"
HENLAGT = "borgere[0].kontrolsager[1]"
BORGER_MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "both-shelved-and-ended": (
        "henlagt: -P1M",
        "henlagt: -P1M\n        afsluttet: -P2M",
        f"{HENLAGT}.afsluttet",
        "afsluttet",
    ),
    "cpr-of-nine-digits": ('"0113801001"', '"011380100"', "borgere[0].cpr", "011380100"),
    "cpr-with-hyphen": ('"0113801001"', '"011380-1001"', "borgere[0].cpr", "011380-1001"),
    "date-far-away": ("henlagt: -P1M", "henlagt: -P900000D", f"{HENLAGT}.henlagt", "-P900000D"),
    "date-in-words": ("fra: -P3M", "fra: i går", f"{SAG}.skridt[1].fra", "i går"),
    "date-that-is-none": ("henlagt: -P1M", "henlagt: 2026-02-30", f"{HENLAGT}.henlagt", "02-30"),
    "date-written-together": (
        "henlagt: -P1M",
        "henlagt: 20260501",
        f"{HENLAGT}.henlagt",
        "20260501",
    ),
    "ended-before-last-step": ("henlagt: -P1M", "henlagt: -P9M", f"{HENLAGT}.henlagt", "-P9M"),
    "field-missing": ("        ydelse: 32.06.08\n", "", SAG, "kontrolsager:\n      - "),
    "field-unknown": ("system: udk", "sytsem: udk", SAG, "kontrolsager:\n      - "),
    "field-unknown-in-citizen": ("    viser: ", "    visre: ", "borgere[0]", "  - cpr"),
    "decision-on-a-running-case": (
        "        afsluttet: -P7D\n",
        "",
        "borgere[0].kontrolsager[2].afgoerelse",
        "afgoerelse: {noegle",
    ),
    "field-unknown-in-decision": (
        "titel: Krav",
        "tilte: Krav",
        "borgere[0].kontrolsager[2].afgoerelse",
        "{noegle",
    ),
    "field-unknown-in-unit": ("navn: Enhed", "nvan: Enhed", f"{SAG}.afdeling", "{nvan"),
    "kind-wrong": ("[enligstatus]", "enligstatus", f"{SAG}.temaer", "temaer: enligstatus"),
    "kle-unknown-as-benefit": ("ydelse: 32.06.08", "ydelse: 32.99.99", f"{SAG}.ydelse", "32.99"),
    "kle-unknown-as-subject": ("emne: 32.06.08", "emne: 32.99.99", f"{SAG}.emne", "32.99.99"),
    "own-case-kle-unknown": (
        "ydelse: 32.24.04}",
        "ydelse: 32.99.99}",
        "borgere[0].egne_sager[0].ydelse",
        "32.99.99",
    ),
    "own-case-owner-unknown": (
        'ejer: "64942212"',
        'ejer: "12345678"',
        "borgere[0].egne_sager[0].ejer",
        "12345678",
    ),
    "unit-without-name": ("navn: Enhed, ", "", f"{SAG}.afdeling", "afdeling: {uuid"),
    "owner-unknown": ("ejer: UDK", 'ejer: "12345678"', f"{SAG}.ejer", "12345678"),
    "sensitivity-unknown": ("foelsomhed: vip", "foelsomhed: v", f"{SAG}.foelsomhed", "lsomhed: v"),
    "step-without-text": ("{tekst: Indkaldelse til samtale, ", "{", f"{SAG}.skridt[1]", "- {fra"),
    "steps-none": (
        "skridt: [{tekst: Oprettet, fra: -P5M}]",
        "skridt: []",
        HENLAGT,
        '- ejer: "55133018"',
    ),
    "steps-out-of-order": (
        "fra: -P3M",
        "fra: -P5M",
        f"{SAG}.skridt[1].fra",
        "Indkaldelse til samtale, fra: -P5M",
    ),
    "system-unknown": ("system: udk-kontrol", "system: x", f"{SAG}.system", "system: x"),
    "theme-unknown": ("[enligstatus]", "[enlig]", f"{SAG}.temaer[0]", "[enlig]"),
    "themes-none": ("[enligstatus]", "[]", SAG, "kontrolsager:\n      - "),
    "unit-uuid-wrong": (
        "uuid: 14720000-0000-4000-8000-00000000af01",
        "uuid: X",
        f"{SAG}.afdeling.uuid",
        "X}",
    ),
    "uuid-in-capitals": (
        "000000001472",
        "00000000ABCD",
        "borgere[0].egne_sager[0].uuid",
        "00000000ABCD",
    ),
    "uuid-twice": (
        "uuid: 14720000-0000-4000-8000-0000000000c1",
        "uuid: 14720000-0000-4000-8000-000000001472",
        f"{SAG}.uuid",
        "        uuid: 14720000-0000-4000-8000-000000001472",
    ),
}


@pytest.mark.parametrize("name", sorted(BORGER_MISTAKES))
def test_a_mistake_in_the_citizens_is_told(profile: Profile, tmp_path: Path, name: str) -> None:
    """The error names the file, the line and the element."""
    old, new, element, piece = BORGER_MISTAKES[name]
    assert old in BORGER, f"{old!r} findes ikke"
    text = BORGER.replace(old, new, 1)
    file = tmp_path / BORGERE
    file.write_text(text, encoding="utf-8")
    error = raised(profile, tmp_path)
    assert (error.file, error.line, error.element) == (file, line_of(text, piece), element)


def test_the_citizen_that_the_mistakes_change_is_right(profile: Profile, tmp_path: Path) -> None:
    """Unchanged, the citizen loads and stands alone in place of the shipped ones."""
    (tmp_path / BORGERE).write_text(BORGER, encoding="utf-8")
    assert list(load_data(profile, tmp_path).univers.testborgere) == ["0113801001"]


def test_a_citizen_that_stands_twice_is_told(profile: Profile, tmp_path: Path) -> None:
    """The second of two citizens with one CPR number is the mistake."""
    text = f'{BORGER}\n  - cpr: "0113801001"\n    viser: Den samme igen.\n'
    (tmp_path / BORGERE).write_text(text, encoding="utf-8")
    error = raised(profile, tmp_path)
    assert (error.line, error.element) == (text.count("\n") - 1, "borgere[1].cpr")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("borgere:\n  - cpr: [1, 2\n", 3, id="bracket"),
        pytest.param("borgere: \x01\n", 1, id="control-character"),
        pytest.param("", 1, id="empty"),
        pytest.param("borgere:\n\t- cpr: 1\n", 2, id="tab"),
        pytest.param("borgere:\n  - cpr: 1\n    viser: a: b\n", 3, id="two-colons"),
    ],
)
def test_a_file_that_is_not_yaml_is_told(
    profile: Profile, tmp_path: Path, text: str, line: int
) -> None:
    """A file that YAML cannot read is named with the line on which reading stopped."""
    (tmp_path / BORGERE).write_text(text, encoding="utf-8")
    error = raised(profile, tmp_path)
    assert (error.file, error.line) == (tmp_path / BORGERE, line)


# Registers: file, new line (in place of the first with the same key, or at the end), element

CSV_MISTAKES: dict[str, tuple[str, str, str | None]] = {
    "authority-cvr-of-seven-digits": ("myndigheder.csv", "1234567;X;KOMMUNE;0999", "cvr"),
    "authority-cvr-of-other-digits": ("myndigheder.csv", "١٢٣٤٥٦٧٨;X;KOMMUNE;0999", "cvr"),
    "authority-sector": ("myndigheder.csv", "12345678;X;REGION;0999", "sektor"),
    "authority-too-few-fields": ("myndigheder.csv", "12345678;X;KOMMUNE", None),
    "authority-too-many-fields": ("myndigheder.csv", "12345678;X;KOMMUNE;0999;", None),
    "authority-twice": ("myndigheder.csv", "55133018;X;KOMMUNE;0999", "cvr"),
    "kle-not-a-subject": ("kle-emner.csv", "32.45;X;UDK", "emne"),
    "kle-sector": ("kle-emner.csv", "32.99.99;X;STAT", "sektor"),
    "kle-too-few-fields": ("kle-emner.csv", "32.99.99", None),
    "kle-twice": ("kle-emner.csv", "32.45.04;X;BEGGE", "emne"),
    "matrix-interval-of-two": ("hjemmel/kontroltemamatrix.csv", "32.*,33.*;formue", "ydelse"),
    "matrix-malformed-kle": ("hjemmel/kontroltemamatrix.csv", "32;formue", "ydelse"),
    "matrix-too-many-fields": ("hjemmel/kontroltemamatrix.csv", "32.*;formue;ja", None),
    "matrix-unknown-kle": ("hjemmel/kontroltemamatrix.csv", "99.99.99;formue", "ydelse"),
    "matrix-unknown-kle-wildcard": ("hjemmel/kontroltemamatrix.csv", "99.*;formue", "ydelse"),
    "matrix-unknown-theme": ("hjemmel/kontroltemamatrix.csv", "32.*;formuen", "kontroltema"),
    "quote-left-open": ("kontroltemaer.csv", 'nyt;"Et nyt tema;navngivet', None),
    "system-sector": ("fagsystemer.csv", "nyt;X;BEGGE", "sektor"),
    "system-twice": ("fagsystemer.csv", "udk-kontrol;X;UDK", "noegle"),
    "theme-source": ("kontroltemaer.csv", "nyt;Nyt;rygte", "kilde"),
    "theme-twice": ("kontroltemaer.csv", "formue;Formue igen;navngivet", "noegle"),
}


@pytest.mark.parametrize("name", sorted(CSV_MISTAKES))
def test_a_mistake_in_a_register_is_told(profile: Profile, overlay: Path, name: str) -> None:
    """The error names the file, the line and the column of a bad row."""
    path, row, element = CSV_MISTAKES[name]
    file = overlay / path
    text = f"{file.read_text(encoding='utf-8').rstrip()}\n{row}\n"
    file.write_text(text, encoding="utf-8")
    error = raised(profile, overlay)
    assert (error.file, error.line, error.element) == (file, text.count("\n"), element)


@pytest.mark.parametrize("path", CSV_FILES)
def test_a_wrong_header_is_told(profile: Profile, overlay: Path, path: str) -> None:
    """A header of other columns is named with its line and the right header."""
    file = overlay / path
    text = file.read_text(encoding="utf-8")
    header = next(line for line in text.splitlines() if not line.startswith("#"))
    file.write_text(text.replace(header, f"{header};mere"), encoding="utf-8")
    error = raised(profile, overlay)
    assert (error.file, error.line) == (file, line_of(text, header))
    assert header in error.problem


@pytest.mark.parametrize("path", CSV_FILES)
def test_a_file_without_a_header_is_told(profile: Profile, overlay: Path, path: str) -> None:
    """A file with nothing but remarks is a mistake, not a register without rows."""
    (overlay / path).write_text("# intet endnu\n", encoding="utf-8")
    assert raised(profile, overlay).file == overlay / path


@pytest.mark.parametrize("path", CSV_FILES)
def test_a_spreadsheets_byte_order_mark_does_no_harm(
    profile: Profile, overlay: Path, path: str
) -> None:
    """A CSV file saved by Excel as UTF-8 begins with a mark that is no part of the data."""
    file = overlay / path
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    load_everything(profile, overlay)


@pytest.mark.parametrize("path", CSV_FILES)
def test_another_encoding_is_told(profile: Profile, overlay: Path, path: str) -> None:
    """A file that is not UTF-8 is named as such."""
    (overlay / path).write_bytes("på dansk".encode("latin-1"))
    error = raised(profile, overlay)
    assert error.file == overlay / path
    assert "UTF-8" in error.problem


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        pytest.param("fagsystemer.csv", "fagsystem", id="no-system-of-a-sector"),
        pytest.param("kle-emner.csv", "32.45.04", id="no-control-subject"),
        pytest.param("myndigheder.csv", "UDK", id="no-udk"),
    ],
)
def test_a_register_without_what_is_needed_is_told(
    profile: Profile, overlay: Path, path: str, piece: str
) -> None:
    """Without Udbetaling Danmark, the control subject or a sector's system nothing can work."""
    file = overlay / path
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("00001472", "32.45.04", "udk-")
    file.write_text("".join(x for x in lines if not x.startswith(gone)), encoding="utf-8")
    error = raised(profile, overlay)
    assert error.file == file
    assert piece in error.problem


# TOML: file, old text, new text, element

TOML_MISTAKES: dict[str, tuple[str, str, str, str | None]] = {
    "basis-field-missing": ("hjemmel/hjemler.toml", "samtykke = true\n", "", "p11a_stk1"),
    "basis-field-unknown": ("hjemmel/hjemler.toml", "samtykke", "samtyke", "p11a_stk1"),
    "basis-kind-wrong": ("hjemmel/hjemler.toml", "samtykke = true", "samtykke = 1", "p11a_stk1"),
    "basis-part-unknown": ("hjemmel/hjemler.toml", "felter = []", 'felter = ["x"]', "p11a_stk1"),
    "basis-source-unknown": ("hjemmel/hjemler.toml", '"lov"', '"rygte"', "p11a_stk1"),
    "share-field-missing": ("univers.toml", "froe = 1472\n", "", "froe"),
    "share-field-unknown": ("univers.toml", "froe = 1472\n", "froe = 1472\nsalt = 1\n", "salt"),
    "share-kind-wrong": ("univers.toml", "UDK = 50", 'UDK = "halvdelen"', "sektor"),
    "share-of-unknown-sensitivity": ("univers.toml", "vip = 2", "vips = 2", "foelsomhed"),
    "share-of-unknown-state": ("univers.toml", "afsluttet = 10", "tabt = 10", "tilstand"),
    "shares-all-zero": ("univers.toml", "UDK = 50\nKOMMUNE = 50", "UDK = 0\nKOMMUNE = 0", "sektor"),
    "shares-below-zero": ("univers.toml", "UDK = 50", "UDK = -50", "sektor"),
    "span-turned": ("univers.toml", "hoejst = 365", "hoejst = -1", "henlagt_dage"),
    "too-many-themes": ("univers.toml", '"3" = 5', '"99" = 5', "kontroltemaer"),
    "count-not-a-number": ("univers.toml", '"3" = 3', '"mange" = 3', "antal"),
}


@pytest.mark.parametrize("name", sorted(TOML_MISTAKES))
def test_a_mistake_in_a_toml_file_is_told(profile: Profile, overlay: Path, name: str) -> None:
    """The error comes at load and names the file and the element."""
    path, old, new, element = TOML_MISTAKES[name]
    file = overlay / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    error = raised(profile, overlay)
    assert error.file == file
    assert element is not None
    assert element in str(error)


@pytest.mark.parametrize("path", ["hjemmel/hjemler.toml", "univers.toml"])
def test_a_file_that_is_not_toml_is_told_with_its_line(
    profile: Profile, overlay: Path, path: str
) -> None:
    """A file that TOML cannot read is named with the line on which reading stopped."""
    file = overlay / path
    text = f"{file.read_text(encoding='utf-8').rstrip()}\nhvad = = 1\n"
    file.write_text(text, encoding="utf-8")
    error = raised(profile, overlay)
    assert (error.file, error.line) == (file, text.count("\n"))


def test_a_basis_that_the_profile_needs_is_missed_at_load(profile: Profile, overlay: Path) -> None:
    """Every code of the contract must lead to a legal basis in the data."""
    file = overlay / "hjemmel/hjemler.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[p11b]", "[p11c]"), encoding="utf-8")
    assert "p11b" in str(raised(profile, overlay))


# The overlay


def test_a_missing_overlay_is_told(profile: Profile, tmp_path: Path) -> None:
    """A folder of own data that is not there is named."""
    error = raised(profile, tmp_path / "mangler")
    assert error.file == tmp_path / "mangler"
    assert "findes ikke" in error.problem


def test_an_overlay_replaces_only_the_files_it_has(profile: Profile, tmp_path: Path) -> None:
    """Own authorities go before the shipped ones; everything else stays."""
    (tmp_path / "kontroltemaer.csv").write_text(
        (Path(__file__).parents[2] / "fixtures" / "kontroltemaer.csv")
        .read_text(encoding="utf-8")
        .replace(";Formue;", ";Penge;"),
        encoding="utf-8",
    )
    shipped, laid_over = load_data(profile), load_data(profile, tmp_path)
    assert laid_over.register.temaer["formue"].titel == "Penge"
    assert laid_over.register.temaer["formue"].uuid == shipped.register.temaer["formue"].uuid
    assert laid_over.register.myndigheder == shipped.register.myndigheder


def test_every_error_is_in_danish(profile: Profile, tmp_path: Path) -> None:
    """The reader of msgspec's English words gets them in Danish."""
    english = re.compile(r"\b(Expected|Object|Invalid|got|missing|unknown)\b")
    make: Callable[[str], Any] = (tmp_path / BORGERE).write_text
    for name in ("field-missing", "field-unknown", "kind-wrong", "step-without-text"):
        old, new, _, _ = BORGER_MISTAKES[name]
        make(BORGER.replace(old, new, 1))
        assert not english.search(raised(profile, tmp_path).problem)
