"""What the caller knows of the provider's data: who should and should not see which cases."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sf1472_conformance.userfile import read_user_file


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
    return read_user_file(file, _File, "viden").viden
