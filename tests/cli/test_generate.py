"""`sf1472 generate`: formats, shards, memory, progress, errors."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import date
from itertools import count, islice
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from sf1472.cli import cli
from sf1472.cli.generate import export
from sf1472.contract import load_contract
from sf1472.message import Messages
from sf1472.universe import load_data
from sf1472.universe.cprnumre import STRATEGIER, CprNumre

DATO = "2026-11-23"


def generate(*options: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["generate", "--date", DATO, *options])


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xml"])
@pytest.mark.parametrize("shards", [2, 7])
def test_shards_are_together_what_one_machine_writes(format_: str, shards: int) -> None:
    """Byte for byte, one after the other."""
    options = ("--count", "200", "--format", format_)
    whole = generate(*options).stdout_bytes
    parts = [generate(*options, "--shard", f"{n}/{shards}") for n in range(1, shards + 1)]
    assert b"".join(part.stdout_bytes for part in parts) == whole
    assert len(whole) > 5000


def test_xml_is_one_valid_answer() -> None:
    """The contract's schema finds nothing; the cases are the citizens' running and shelved ones."""
    contract = load_contract()
    root = etree.fromstring(generate("--count", "500", "--format", "xml").stdout_bytes)
    assert contract.schema.errors(root) == ()
    grupper = Messages(contract).read_answer(root).grupper
    shown = sorted(sag.uuid for g in grupper for sag in (*g.loebende, *g.henlagte))
    rows = [json.loads(line) for line in generate("--count", "500").stdout.splitlines()]
    cases = [sag for row in rows for sag in row["kontrolsager"]]
    assert shown == sorted(s["uuid"] for s in cases if s["tilstand"] != "afsluttet")


def test_csv_and_jsonl_hold_the_same_cases() -> None:
    """A row per case in one, a line per citizen in the other."""
    rows = list(
        csv.DictReader(
            io.StringIO(generate("--count", "300", "--format", "csv").stdout), delimiter=";"
        )
    )
    lines = [json.loads(line) for line in generate("--count", "300").stdout.splitlines()]
    assert len(lines) == 300
    pairs = [(line["cpr"], sag["uuid"]) for line in lines for sag in line["kontrolsager"]]
    assert [(row["cpr"], row["uuid"]) for row in rows] == pairs


def test_the_citizens_are_those_the_stub_answers_for() -> None:
    """What is written is what the universe says of the same number."""
    univers = load_data(load_contract().profile).univers
    for line in generate("--count", "100").stdout.splitlines():
        row = json.loads(line)
        sager = univers.sager(row["cpr"], date.fromisoformat(DATO))
        assert [sag["uuid"] for sag in row["kontrolsager"]] == [sag.uuid for sag in sager]
        assert [sag["uuid"] for sag in row["egne_sager"]] == [
            sag.uuid for sag in univers.egne_sager(row["cpr"])
        ]


def test_parquet_holds_the_rows_of_csv(tmp_path: Path) -> None:
    """The same rows and columns, whatever the size of the row groups."""
    file = tmp_path / "sager.parquet"
    generate("--count", "300", "--format", "parquet", "--output", str(file))
    table = pyarrow.parquet.read_table(file)
    text = generate("--count", "300", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [{k: v or "" for k, v in row.items()} for row in table.to_pylist()] == rows
    univers = load_data(load_contract().profile).univers
    numre = CprNumre(STRATEGIER["umulig"], univers.froe)
    small = io.BytesIO()
    borgere = univers.borgere((numre.nummer(n) for n in range(300)), date.fromisoformat(DATO))
    export.write_parquet(borgere, small, 7)
    assert pyarrow.parquet.read_table(io.BytesIO(small.getvalue())).equals(table)


def test_another_seed_is_another_population() -> None:
    """Numbers and cases follow the seed."""
    assert generate("--count", "50", "--seed", "1").stdout != generate("--count", "50").stdout


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xml"])
def test_memory_does_not_grow_with_the_number(format_: str) -> None:
    """Seven thousand citizens more, some three megabytes, take no more memory worth the name."""
    contract = load_contract()
    univers = load_data(contract.profile).univers
    messages = Messages(contract)
    numre = CprNumre(STRATEGIER["umulig"], univers.froe)

    def peak(antal: int) -> int:
        cprs = islice((numre.nummer(n) for n in count()), antal)
        borgere = univers.borgere(cprs, date.fromisoformat(DATO))
        texts = {
            "csv": lambda: export.as_csv(borgere, export.Shard()),
            "jsonl": lambda: export.as_jsonl(borgere, univers.egne_sager),
            "xml": lambda: export.as_xml(borgere, export.Shard(), messages, "UDKL_11A_STK2"),
        }
        tracemalloc.start()
        for _ in texts[format_]():
            pass
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(8000)  # what is cached once and for all: days, names
    assert peak(8000) - peak(1000) < 100_000


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    """`--output` writes the same bytes."""
    file = tmp_path / "borgere.jsonl"
    assert generate("--count", "20", "--output", str(file)).exit_code == 0
    assert file.read_bytes() == generate("--count", "20").stdout_bytes


@pytest.mark.parametrize("shard", ["0/2", "3/2", "a/b", "2", "1/"])
def test_a_bad_shard_is_explained(shard: str) -> None:
    """Exit code 2 and how to write it."""
    result = generate("--count", "10", "--shard", shard)
    assert result.exit_code == 2
    assert "2/5" in result.output


def test_the_risk_of_a_strategy_is_told() -> None:
    """Numbers that may belong to someone come with a warning on stderr; the default with none."""
    risky = generate("--count", "1", "--cpr-strategy", "gyldig-dato")
    assert "kan tilhøre en rigtig person" in risky.stderr
    assert generate("--count", "1").stderr == ""


def test_too_many_is_refused() -> None:
    """No number is given twice to reach the count."""
    result = generate("--count", "999999999999")
    assert "bed om færre" in str(result.exception)
