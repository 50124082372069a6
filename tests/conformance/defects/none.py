"""Unusual providers without a defect."""

from __future__ import annotations

from sf1472.domain import Tilstand
from sf1472.hjemmel import MAANEDER, Proeve, maaneder_foer

from ..citizens import STK2
from ..modifiers import discloses, judges, keeps, refuses


def _running_or_boundary(p: Proeve) -> bool:
    boundary = maaneder_foer(p.situation.dato, MAANEDER)
    return p.sag.tilstand is not Tilstand.HENLAGT or p.sag.sluttet == boundary


SHOWS_NOTHING = keeps(lambda *_: ())
"""A provider without data."""

TAKES_12_ONLY = refuses(lambda m: m.version.name == "1.1", "VersionMismatch")
"""A provider that refuses SOAP 1.1 in order."""

SHOWS_ONLY_THE_BOUNDARY = judges("HJ-FRIST-1", _running_or_boundary)
"""Its only shelved cases lie on the boundary day."""

HIDES_STEPS = discloses(STK2, "afdeling", shelved=True)
"""It shows no steps, so nobody can tell when a case was shelved."""
