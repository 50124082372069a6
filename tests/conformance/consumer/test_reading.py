"""Reading journals and agreements: what is wrong is named, what is newer is taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf1472.contract import Contract
from sf1472.errors import DataError, KitError
from sf1472_conformance.consumer.agreement import Agreement, load_agreement
from sf1472_conformance.consumer.journal import read_journal
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.law import kle
from sf1472_stub.journal.export import as_json

from ...stub.journal.entries import an_entry


def test_a_journal_of_a_newer_stub_can_be_read() -> None:
    """Fields that this edition does not know are left out."""
    fields = {**json.loads(as_json(an_entry())), "nyt": [1]}
    journal = read_journal([json.dumps(fields).encode(), b"\n"])
    assert journal.entries[0].request == "<æ/>".encode()


def test_entries_and_marks_come_in_order_whatever_their_lines() -> None:
    """They are sorted by their ids, which sort by time."""
    kept = [an_entry(id=f"{n}") for n in range(3)]
    mark = {"id": "9", "time": "2026-11-24T12:00:00Z", "mark": "begun", "data": {}}
    lines = [json.dumps(mark).encode(), *(as_json(entry) for entry in reversed(kept))]
    journal = read_journal(lines)
    assert [entry.id for entry in journal.entries] == ["0", "1", "2"]
    assert [mark.mark for mark in journal.marks] == ["begun"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((("content-type", "text/xml; charset=utf-16"),), "<æ/>".encode("utf-16")),
        ((("content-type", "text/xml; charset=iso-8859-1"),), "<æ/>".encode("iso-8859-1")),
        ((("content-type", "text/xml"),), b"\xff\xfe\xfa"),
        ((), "<æ/>".encode()),
    ],
    ids=["utf-16", "latin-1", "no-text", "no-charset"],
)
def test_bodies_come_back_byte_for_byte(headers: tuple[tuple[str, str], ...], body: bytes) -> None:
    """The bytes are those that came, whatever their encoding."""
    line = as_json(an_entry(request_headers=headers, request_body=body))
    assert read_journal([line]).entries[0].request == body


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"id": 1}', b'{"mark": "told"}'])
def test_a_line_that_is_none_is_named(line: bytes) -> None:
    """The error names the file and the line's number."""
    with pytest.raises(DataError, match=r"min\.jsonl, linje 2"):
        read_journal([as_json(an_entry()), line], "min.jsonl")


GOOD = """
myndighed = "55133018"
hjemler = ["p11a_stk2"]
kle = "32.*, 27.00.00-27.99.99"
foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER"
"""


def test_an_agreement_is_read_as_toml_and_yaml(contract: Contract, tmp_path: Path) -> None:
    """What it does not say, it does not restrict."""
    toml, yaml = tmp_path / "aftale.toml", tmp_path / "aftale.yaml"
    toml.write_text(GOOD, encoding="utf-8")
    yaml.write_text(GOOD.replace(" = ", ": "), encoding="utf-8")
    read = load_agreement(toml, contract.profile)
    assert read == load_agreement(yaml, contract.profile)
    assert (read.myndighed, read.systemer) == ("55133018", None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('hjemler = ["p99"]', "hjemler"),
        ('foelsomhed = "hemmelig"', "foelsomhed"),
        ('kle = "alt"', "kle"),
        ('kommune = "Aarhus"', "kommune"),
        ("kle = ", "TOML"),
        ('myndighed = "5513301"', "myndighed: et CVR-nummer"),
        ('myndigheder = ["55133018", "DK00001472"]', "myndigheder: et CVR-nummer"),
        ('systemer = ["KSD"]', "systemer: et UUID"),
        ('organisationer = ["147200000000400080000000000000bb"]', "organisationer: et UUID"),
        *(
            (f"{key} = []", f"{key}: .* udelad linjen, hvis aftalen ikke begrænser det")
            for key in ("hjemler", "myndigheder", "systemer", "organisationer")
        ),
    ],
)
def test_a_wrong_agreement_is_refused(
    contract: Contract, tmp_path: Path, text: str, problem: str
) -> None:
    """The error names the file and the element."""
    file = tmp_path / "aftale.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KitError, match=problem) as error:
        load_agreement(file, contract.profile)
    assert "aftale.toml" in str(error.value)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("32.*", "32.45.04", True),
        ("32.*", "32.*", True),
        ("32.*", "31.*", False),
        ("32.*", "*", False),
        ("32.*, 33.*", "32.45.*-33.10.*", True),
        ("32.00.00-32.45.04", "32.45.*", False),
        ("*", "00.00.00-99.99.99", True),
    ],
)
def test_a_restriction_covers_what_lies_in_it(wide: str, narrow: str, *, expected: bool) -> None:
    """Lists that touch are one span."""
    assert kle.covers(wide, narrow) is expected


def test_marks_of_an_unknown_situation_are_left_out(contract: Contract) -> None:
    """A newer script may have situations that this kit does not know."""
    mark = {
        "id": "1",
        "time": "2026-11-24T12:00:00Z",
        "mark": "begun",
        "data": {"situations": "S-SVAR-1=SC-SVAR-5 S-NYT-1=SC-NYT-1"},
    }
    recording = Recording(read_journal([json.dumps(mark).encode()]), contract)
    assert list(recording.situations) == ["S-SVAR-1"]
    assert Agreement() is not None
