"""What the caller knows of the provider's data: who should and should not see which cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sf1472.contract import Profile
from sf1472.data.userfile import read_user_file
from sf1472.errors import DataError
from sf1472.patterns import CPR, CVR, UUID, UUID_SHAPE

CALLERS = ("kommune", "anden_kommune", "udk")  # those of the run; others by CVR number


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one question should give.

    `borger` is the CPR number asked about, `spoerger` `kommune`, `anden_kommune`, `udk` or a CVR
    number, `hjemmel` the domain's id of a legal basis. `vises` and `vises_ikke` are the UUIDs of
    cases, in small letters; `udtoemmende` says that nothing but `vises` may be shown.
    """

    borger: str
    spoerger: str
    hjemmel: str
    vises: tuple[str, ...] = ()
    vises_ikke: tuple[str, ...] = ()
    udtoemmende: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    viden: tuple[Expectation, ...]


def load_knowledge(file: Path, profile: Profile) -> tuple[Expectation, ...]:
    """Read a knowledge file, YAML or TOML by its name.

    Raises DataError with the entry, the key and what is allowed; no value is repeated, since it may
    be a CPR number.
    """
    entries = tuple(map(_in_small_letters, read_user_file(file, _File, "viden").viden))
    for number, entry in enumerate(entries, 1):
        for key, problem in _problems(entry, profile):
            raise DataError(file, problem, element=f"viden nr. {number}, {key}")
    return entries


def _problems(entry: Expectation, profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield each key that cannot be used, and what is allowed."""
    bases = sorted(set(profile.hjemler.values()))
    if not CPR.fullmatch(entry.borger):
        yield "borger", "et CPR-nummer skrives med ti cifre og intet andet"
    if entry.spoerger not in CALLERS and not CVR.fullmatch(entry.spoerger):
        yield "spoerger", f"skal være {', '.join(CALLERS)} eller et CVR-nummer på otte cifre"
    if entry.hjemmel not in bases:
        yield "hjemmel", f"skal være en af {', '.join(bases)}"
    for key, listed in (("vises", entry.vises), ("vises_ikke", entry.vises_ikke)):
        if not all(map(UUID.fullmatch, listed)):
            yield key, UUID_SHAPE
    if set(entry.vises) & set(entry.vises_ikke):
        yield "vises_ikke", "den samme sag står også i vises"
    if not (entry.vises or entry.vises_ikke or entry.udtoemmende):
        yield "vises", "posten siger intet; angiv vises, vises_ikke eller udtoemmende"


def _in_small_letters(entry: Expectation) -> Expectation:
    return msgspec.structs.replace(
        entry,
        vises=tuple(uuid.lower() for uuid in entry.vises),
        vises_ikke=tuple(uuid.lower() for uuid in entry.vises_ikke),
    )
