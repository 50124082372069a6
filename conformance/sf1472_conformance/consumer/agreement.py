"""What a service agreement allows a consumer to ask, from a file of the consumer's own."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sf1472.contract import Profile
from sf1472.errors import DataError
from sf1472_conformance import kle
from sf1472_conformance.userfile import read_user_file


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One agreement; what is left out is not restricted by it.

    `myndighed` is the CVR number of who asks; `hjemler` the domain's ids of the legal bases;
    `myndigheder` the CVR numbers that may be searched; `kle` a restriction as in a request;
    `foelsomhed` the contract's code of the highest level; `systemer` and `organisationer` UUIDs.
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
    known = set(profile.hjemler.values())
    unknown = [id_ for id_ in agreement.hjemler or () if id_ not in known]
    if unknown:
        raise DataError(file, f"skal være blandt {', '.join(sorted(known))}", element="hjemler")
    if agreement.foelsomhed is not None and agreement.foelsomhed not in profile.foelsomheder:
        levels = ", ".join(profile.foelsomheder)
        raise DataError(file, f"skal være en af {levels}", element="foelsomhed")
    if agreement.kle is not None and not kle.readable(agreement.kle):
        raise DataError(file, "skrives som 27.*, 32.*-34.*", element="kle")
