"""`sf1472 scenarios`: the catalogue as table, JSON and in docs."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from sf1472.cli import cli

DOCS = Path(__file__).parents[2] / "docs" / "scenarier.md"


def run(*options: str) -> str:
    """Return what the command prints on a wide terminal."""
    result = CliRunner(env={"COLUMNS": "160"}).invoke(cli, ["scenarios", *options])
    assert result.exit_code == 0
    return result.output


def test_the_table_in_docs_is_current() -> None:
    """What `--markdown` writes stands in docs/scenarier.md."""
    assert run("--markdown") in DOCS.read_text(encoding="utf-8"), "skriv den igen med make docs"


def test_json_and_table_name_the_same() -> None:
    """Every scenario in both."""
    rows = json.loads(run("--json"))
    table = run()
    assert len(rows) > 30
    assert [row["navn"] for row in rows if row["navn"] not in table] == []


def test_every_field_of_the_language_is_documented() -> None:
    """No word of the language is missing from docs/scenarier.md."""
    from typing import get_args

    from sf1472_stub.scenarios import model

    text = DOCS.read_text(encoding="utf-8")
    words = [
        *model.When.__struct_fields__,
        *model.Action.__struct_fields__,
        *model.Delay.__struct_fields__,
        *model.Http.__struct_fields__,
        *model.Scenario.__struct_fields__,
        *model.Step.__struct_fields__,
        *get_args(model.ConnectionFault),
        *get_args(model.Distortion),
    ]
    assert [word for word in words if word not in text] == []
