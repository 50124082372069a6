"""The exam's situations, from `situations.toml`: what a consumer meets, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from sf1472.data.toml import TomlError, parse_toml
from sf1472.errors import DataError, KitError
from sf1472_conformance.catalogue import RuleProfile, Wording

FILE = Path(__file__).with_name("situations.toml")
OutcomeWord = Literal["used", "fejl", "refused"]


class ExpectedSituation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    outcomes: tuple[OutcomeWord, ...]
    deadline: float
    profiles: tuple[RuleProfile, ...]
    forbidden: Wording | None = None
    optional: Wording | None = None
    cases: int | None = None
    lookups: int = 1
    ahead: int = 0

    @property
    def name(self) -> Wording:
        """The title and the id, as a sentence names them."""
        return Wording(da=f"»{self.title.da}« ({self.id})", en=f"“{self.title.en}” ({self.id})")

    def within(self, profile: RuleProfile) -> bool:
        """Say whether the situation belongs to `profile`."""
        return profile is RuleProfile.FULD or profile in self.profiles


class _Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    situation: tuple[ExpectedSituation, ...]


@lru_cache(maxsize=1)
def load_situations(file: Path = FILE) -> Mapping[str, ExpectedSituation]:
    """Return every situation by id, in the exam's order. Raises DataError."""
    try:
        tables = parse_toml(file.read_text(encoding="utf-8"))
        script = msgspec.convert(tables, _Script)
    except (OSError, TomlError, msgspec.ValidationError) as error:
        raise DataError(file, f"eksamens situationer kan ikke læses: {error}") from error
    return {situation.id: situation for situation in script.situation}


def script(profile: RuleProfile, only: tuple[str, ...] = ()) -> tuple[ExpectedSituation, ...]:
    """Return the situations of an exam under `profile`, of them those that match one of `only`.

    Raises KitError when there is none, or a pattern that matches none at all.
    """
    known = load_situations()
    for pattern in only:
        if not any(fnmatchcase(id_, pattern.upper()) for id_ in known):
            raise KitError(f"Ingen situation hedder {pattern}; de hedder {', '.join(known)}")
    found = tuple(
        situation
        for id_, situation in known.items()
        if situation.within(profile)
        and (not only or any(fnmatchcase(id_, pattern.upper()) for pattern in only))
    )
    if not found:
        raise KitError("Profilen har ingen af situationerne; uden en eksamen angives --journal")
    return found
