"""What a decision rests on: who asks, about what, with which right, on which day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from sf1472.domain import Myndighed
from sf1472.hjemmel.kle import Interval


class Hjemmel(Struct, frozen=True, forbid_unknown_fields=True):
    """A legal basis and what it gives access to (`fixtures/hjemmel/hjemler.toml`).

    `felter` are the optional parts of a case that may be shown; `kilde` is `lov` or `antaget`.
    """

    paragraf: str
    kilde: Literal["lov", "antaget"]
    samtykke: bool
    felter: frozenset[Literal["status", "afdeling", "handlingsklasse", "afgoerelse"]]
    henlagte: bool


class Krav(Struct, frozen=True):
    """One alternative of what the caller asks to see; None means: no such restriction.

    `hjemler` are ids of legal bases; `foelsomhed` the highest step of the ladder included.
    """

    hjemler: frozenset[str]
    myndigheder: frozenset[str] | None = None
    kle: tuple[Interval, ...] | None = None
    systemer: frozenset[str] | None = None
    organisationer: frozenset[str] | None = None
    foelsomhed: str | None = None


class Situation(Struct, frozen=True):
    """One question: `hjemler` in the order asked for, `krav` the alternatives over all groups.

    `egen_ydelse` is the KLE subject of the caller's own case, None where only a citizen is named;
    `dato` is the stub's date in Denmark.
    """

    kalder: Myndighed
    cpr: str
    dato: date
    hjemler: tuple[str, ...]
    krav: tuple[Krav, ...]
    egen_ydelse: str | None = None


class Indstillinger(Struct, frozen=True, forbid_unknown_fields=True):
    """What the law or the sources leave open; `fixtures/hjemmel/indstillinger.toml` says why."""

    graensedag_med: bool = True
    vis_afsluttede: bool = False
    samtykke_ved_stk1: bool = True
    eget_cvr_afgraenser: bool = False


class Regeltekst(Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule demands, where it stands, on what ground (`fixtures/hjemmel/regler.toml`)."""

    titel: str
    kilde: str
    grundlag: Literal["lov", "integrationsbeskrivelse", "kontrakt", "antaget"]
