"""What the caller knows of the provider's data: who should and should not see which cases."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import yaml

from sf1472.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one question should give.

    `borger` is the CPR number asked about, `spoerger` `kommune`, `anden_kommune`, `udk` or a CVR
    number, `hjemmel` the domain's id of a legal basis. `vises` and `vises_ikke` are the UUIDs of
    cases; `udtoemmende` says that nothing but `vises` may be shown.
    """

    borger: str
    spoerger: str
    hjemmel: str
    vises: tuple[str, ...] = ()
    vises_ikke: tuple[str, ...] = ()
    udtoemmende: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    viden: tuple[Expectation, ...]


def load_knowledge(file: Path) -> tuple[Expectation, ...]:
    """Read a knowledge file, YAML or TOML by its name. Raises DataError with what is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
        tables = tomllib.loads(text) if file.suffix == ".toml" else yaml.safe_load(text)
        return msgspec.convert(tables, _File).viden
    except OSError as error:
        raise DataError(file, "filen med viden kan ikke læses") from error
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise DataError(file, f"er hverken gyldig TOML eller YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise DataError(file, f"viden skrives anderledes: {error}") from error
