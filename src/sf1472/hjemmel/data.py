"""The law's own data: legal bases, rules, settings, theme matrix and service agreements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sf1472.contract import Profile
from sf1472.data.fixtures import Fixtures
from sf1472.domain import Myndighed
from sf1472.errors import DataError
from sf1472.hjemmel.aftaler import Serviceaftaler, load_serviceaftaler
from sf1472.hjemmel.kle import KleError, parse_kle
from sf1472.hjemmel.situation import Hjemmel, Indstillinger, Regeltekst
from sf1472.hjemmel.tema import Temamatrix
from sf1472.message import Klasse


class Registre(Protocol):
    """What the law's data names: authorities by CVR number, KLE subjects and themes by key."""

    @property
    def myndigheder(self) -> Mapping[str, Myndighed]:
        """The authorities."""

    @property
    def kle(self) -> Mapping[str, Klasse]:
        """The KLE subjects."""

    @property
    def temaer(self) -> Mapping[str, Klasse]:
        """The control themes."""


@dataclass(frozen=True)
class Hjemmelsdata:
    """What the law is as data (`fixtures/hjemmel` and `fixtures/serviceaftaler.csv`).

    `hjemler` and `regler` stand by id; `aftaler` says who may call, and when.
    """

    hjemler: Mapping[str, Hjemmel]
    regler: Mapping[str, Regeltekst]
    indstillinger: Indstillinger
    matrix: Temamatrix
    aftaler: Serviceaftaler

    def bredeste_hjemmel(self) -> str:
        """Return the id of a basis that stands in the law and discloses shelved cases too."""
        return next(id_ for id_, h in self.hjemler.items() if h.henlagte and h.kilde == "lov")


def load_hjemmelsdata(fixtures: Fixtures, registre: Registre, profile: Profile) -> Hjemmelsdata:
    """Read the law's data and check it against the registers and the contract's codes.

    Raises DataError with file, line or element, and what was expected.
    """
    hjemler = fixtures.named_records("hjemmel/hjemler.toml", Hjemmel)
    for kode, id_ in profile.hjemler.items():
        if id_ not in hjemler:
            file = fixtures.find("hjemmel/hjemler.toml")
            raise DataError(file, f"mangler hjemlen, som profilen kalder {kode}", element=id_)
    return Hjemmelsdata(
        hjemler=hjemler,
        regler=fixtures.named_records("hjemmel/regler.toml", Regeltekst),
        indstillinger=fixtures.records("hjemmel/indstillinger.toml", Indstillinger),
        matrix=_matrix(fixtures, registre),
        aftaler=load_serviceaftaler(fixtures, registre.myndigheder),
    )


def _matrix(fixtures: Fixtures, registre: Registre) -> Temamatrix:
    raekker = []
    for row in fixtures.rows("hjemmel/kontroltemamatrix.csv", "ydelse", "kontroltema"):
        if row["kontroltema"] not in registre.temaer:
            raise row.error("kontroltema", "temaet findes ikke i kontroltemaer.csv")
        try:
            (interval,) = parse_kle(row["ydelse"])
        except (KleError, ValueError) as error:
            raise row.error(
                "ydelse", "skal være ét KLE-emne eller ét jokertegn, fx 32.*"
            ) from error
        if not any(interval[0] <= emne <= interval[1] for emne in registre.kle):
            raise row.error("ydelse", "dækker intet emne i kle-emner.csv")
        raekker.append((interval, row["kontroltema"]))
    return Temamatrix(raekker)
