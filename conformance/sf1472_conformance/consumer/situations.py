"""The exam's situations, from `situations.toml`: what a consumer meets, and what is expected."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from sf1472.errors import DataError
from sf1472_conformance.catalogue import Profile, Wording

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = Path(__file__).with_name("situations.toml")
Told = Literal["used", "fejl", "refused"]


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One situation.

    `scenarie` is the stub's scenario that plays it; `expected`, `forbidden` and `optional` are for
    people. A good consumer tells one of `outcomes`, with `cases` when it used the answer. Its
    citizen is looked up `lookups` times, the last time as if `ahead` months had passed. `deadline`
    is in seconds from each lookup.
    """

    id: str
    scenarie: str
    title: Wording
    expected: Wording
    outcomes: tuple[Told, ...]
    deadline: float
    profiles: tuple[Profile, ...]
    forbidden: Wording | None = None
    optional: Wording | None = None
    cases: int | None = None
    lookups: int = 1
    ahead: int = 0

    @property
    def name(self) -> Wording:
        """The title and the id, as a sentence names them."""
        return Wording(da=f"»{self.title.da}« ({self.id})", en=f"“{self.title.en}” ({self.id})")

    def within(self, profile: Profile) -> bool:
        """Say whether the situation belongs to `profile`."""
        return profile is Profile.FULD or profile in self.profiles


class _Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    situation: tuple[Situation, ...]


@lru_cache(maxsize=1)
def load_situations(file: Path = FILE) -> Mapping[str, Situation]:
    """Return every situation by id, in the exam's order. Raises DataError."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        script = msgspec.convert(tables, _Script)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(file, f"eksamens situationer kan ikke læses: {error}") from error
    return {situation.id: situation for situation in script.situation}


def script(profile: Profile) -> tuple[Situation, ...]:
    """Return the situations of an exam under `profile`."""
    return tuple(s for s in load_situations().values() if s.within(profile))
