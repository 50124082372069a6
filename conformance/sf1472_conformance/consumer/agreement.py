"""What a service agreement allows a consumer to ask, from a file of the consumer's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from sf1472.contract import Profile
from sf1472.data.userfile import read_user_file
from sf1472.errors import DataError
from sf1472.patterns import CVR, UUID, UUID_SHAPE
from sf1472_conformance.law import kle

EMPTY = "en tom liste tillader intet; udelad linjen, hvis aftalen ikke begrænser det"


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One agreement; what is left out is not restricted by it.

    `myndighed` is the CVR number of who asks; `hjemler` the domain's ids of the legal bases;
    `myndigheder` the CVR numbers that may be searched; `kle` a restriction as in a request;
    `foelsomhed` the contract's code of the highest level; `systemer` and `organisationer` UUIDs, in
    small letters or capitals.
    """

    myndighed: str | None = None
    hjemler: tuple[str, ...] | None = None
    myndigheder: tuple[str, ...] | None = None
    kle: str | None = None
    foelsomhed: str | None = None
    systemer: tuple[str, ...] | None = None
    organisationer: tuple[str, ...] | None = None


def load_agreement(file: Path, profile: Profile) -> Agreement:
    """Read an agreement, YAML or TOML by its name. Raises DataError with what is wrong."""
    agreement = read_user_file(file, Agreement, "aftalen")
    _check(agreement, profile, file)
    return agreement


def _check(agreement: Agreement, profile: Profile, file: Path) -> None:
    for key, (shape, problem) in _shapes(profile).items():
        value = getattr(agreement, key)
        if value == ():
            raise DataError(file, EMPTY, element=key)
        values = value if isinstance(value, tuple) else (value,)
        if not all(shape(text) for text in values if text is not None):
            raise DataError(file, problem, element=key)


def _shapes(profile: Profile) -> dict[str, tuple[Callable[[str], object], str]]:
    """Return by key what a value must be, and what is said of one that is not."""
    bases, levels = sorted(set(profile.hjemler.values())), list(profile.foelsomheder)
    cvr = (CVR.fullmatch, "et CVR-nummer har otte cifre")
    uuid = (lambda text: UUID.fullmatch(text.lower()), UUID_SHAPE)
    return {
        "myndighed": cvr,
        "hjemler": (bases.__contains__, f"skal være blandt {', '.join(bases)}"),
        "myndigheder": cvr,
        "kle": (kle.readable, "skrives som 27.*, 32.*-34.*"),
        "foelsomhed": (levels.__contains__, f"skal være en af {', '.join(levels)}"),
        "systemer": uuid,
        "organisationer": uuid,
    }
