"""TOML on every Python the kit supports, with errors that name the line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from sf1472.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


TomlError = tomllib.TOMLDecodeError
"""What text that is no TOML raises."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables in `text`. Raises TomlError."""
    return tomllib.loads(text)


def load_toml(file: Path, text: str, error: type[DataError] = DataError) -> dict[str, Any]:
    """Return the tables in `text`, which came from `file`. Raises `error` with the line."""
    try:
        return parse_toml(text)
    except TomlError as problem:
        match = re.search(r"at line ([0-9]+)", str(problem))
        line = int(match[1]) if match else text.count("\n") + 1
        raise error(file, f"er ikke gyldig TOML: {problem}", line=line) from problem
