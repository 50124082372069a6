"""Write the parts of docs/ that are made of data: `python tools/docs.py`, or `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from sf1472.cli import cli

DOCS = Path(__file__).parents[1] / "docs"


def output(*command: str) -> str:
    """Return what a command prints."""
    return CliRunner().invoke(cli, command, catch_exceptions=False).output


def main() -> None:
    """Write the test citizens, and the catalogue into the page about scenarios."""
    (DOCS / "testborgere.md").write_text(output("citizens", "--markdown"), encoding="utf-8")
    traced = output("conform", "rules", "--markdown")
    (DOCS / "sporbarhed.md").write_text(traced, encoding="utf-8")
    page = DOCS / "scenarier.md"
    table = output("scenarios", "--markdown")
    text = re.sub(r"\| Id \|.*?\n(?!\|)", lambda _: table, page.read_text("utf-8"), flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
