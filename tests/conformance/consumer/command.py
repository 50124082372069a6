"""`sf1472 conform consumer` run in this process, and what it left in its folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sf1472.cli import main

from . import lookups

LOOKUPS = f"{sys.executable} {Path(lookups.__file__)}"


def consumer(*arguments: str) -> int:
    """Run `sf1472 conform consumer` in this process and return its exit code."""
    with pytest.raises(SystemExit) as exit_:
        main(["conform", "consumer", *arguments])
    return int(exit_.value.code or 0)


def report_in(folder: Path) -> dict[str, Any]:
    """Return the report's JSON."""
    found: dict[str, Any] = json.loads((folder / "rapport.json").read_bytes())
    return found


def missing(folder: Path) -> list[str]:
    """Return the situations without a call."""
    situations = report_in(folder)["consumer"]["situations"]
    return [item["id"] for item in situations if not item["calls"]]


def outcomes(folder: Path) -> dict[str, str]:
    """Return each rule's outcome."""
    return {rule["id"]: rule["outcome"] for rule in report_in(folder)["rules"]}
