"""Reading the small files that users write: TOML or YAML by the file's name."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from sf1472.data.toml import TomlError, parse_toml
from sf1472.errors import DataError

_T = TypeVar("_T")


def read_user_file(file: Path, kind: type[_T], what: str) -> _T:
    """Return what stands in `file` as `kind`; an empty file has no keys.

    `what` names the file's content in Danish, in its definite form. Raises DataError with the file
    and what is wrong in it.
    """
    try:
        text = file.read_text(encoding="utf-8")
        tables = parse_toml(text) if file.suffix == ".toml" else yaml.safe_load(text)
        return msgspec.convert({} if tables is None else tables, kind)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(file, f"{what} kan ikke læses") from error
    except TomlError as error:
        raise DataError(file, f"er ikke gyldig TOML: {error}") from error
    except yaml.MarkedYAMLError as error:  # its own text repeats the line, CPR number and all
        line = error.problem_mark.line + 1 if error.problem_mark is not None else None
        raise DataError(file, f"er ikke gyldig YAML: {error.problem}", line=line) from error
    except yaml.YAMLError as error:
        raise DataError(file, f"er ikke gyldig YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise DataError(file, f"{what} skrives anderledes: {error}") from error
