"""The registers: authorities, KLE subjects, themes, systems and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from sf1472.data.fixtures import Fixtures, Row
from sf1472.domain import Fagsystem, Myndighed, Sektor
from sf1472.errors import DataError
from sf1472.message import Afdeling, Klasse
from sf1472.patterns import CVR, KLE

# Identifiers of our own making derive from the kit's namespace: the same everywhere.
_KIT = UUID("14720000-0000-5000-8000-000000000000")
KONTROL = "32.45.04"  # the KLE subject of control, which most control cases are filed under


def afledt_uuid(slags: str, noegle: str) -> str:
    """Return the UUID of the synthetic thing `noegle` of the kind `slags` (RFC 9562, version 5)."""
    return str(uuid5(_KIT, f"{slags}:{noegle}"))


@dataclass(frozen=True)
class Register:
    """The kit's reference data.

    `ydelser` are the KLE subjects that each sector administers, shared ones in both; `udk` is
    Udbetaling Danmark.
    """

    myndigheder: Mapping[str, Myndighed]
    kle: Mapping[str, Klasse]
    ydelser: Mapping[Sektor, tuple[str, ...]]
    temaer: Mapping[str, Klasse]
    fagsystemer: Mapping[str, Fagsystem]
    fagsystem_sektor: Mapping[str, Sektor]
    afdelinger: tuple[Afdeling, ...]
    udk: Myndighed

    def systemer(self, sektor: Sektor) -> tuple[Fagsystem, ...]:
        """Return the systems of one sector."""
        return tuple(s for n, s in self.fagsystemer.items() if self.fagsystem_sektor[n] is sektor)


def load_register(fixtures: Fixtures) -> Register:
    """Read every register. Raises DataError with file, line, column and what was expected."""
    myndigheder = _myndigheder(fixtures)
    kle, ydelser = _kle(fixtures)
    temaer = _temaer(fixtures)
    fagsystemer, sektorer = _fagsystemer(fixtures)
    udk = [m for m in myndigheder.values() if m.sektor is Sektor.UDK]
    if len(udk) != 1:
        raise DataError(
            fixtures.find("myndigheder.csv"), "præcis én myndighed skal have sektoren UDK"
        )
    return Register(
        myndigheder=myndigheder,
        kle=kle,
        ydelser=ydelser,
        temaer=temaer,
        fagsystemer=fagsystemer,
        fagsystem_sektor=sektorer,
        afdelinger=tuple(
            Afdeling("OrgEnhed", afledt_uuid("afdeling", row["navn"]), navn=row["navn"])
            for row in fixtures.rows("afdelinger.csv", "navn")
        ),
        udk=udk[0],
    )


def _myndigheder(fixtures: Fixtures) -> dict[str, Myndighed]:
    found: dict[str, Myndighed] = {}
    for row in fixtures.rows("myndigheder.csv", "cvr", "navn", "sektor", "kommunekode"):
        if not CVR.fullmatch(row["cvr"]):
            raise row.error("cvr", "et CVR-nummer har otte cifre")
        if row["cvr"] in found:
            raise row.error("cvr", "CVR-nummeret står der allerede")
        found[row["cvr"]] = Myndighed(
            row["cvr"], row["navn"], _sektor(row), row["kommunekode"] or None
        )
    return found


def _kle(fixtures: Fixtures) -> tuple[dict[str, Klasse], dict[Sektor, tuple[str, ...]]]:
    kle: dict[str, Klasse] = {}
    ydelser: dict[Sektor, list[str]] = {sektor: [] for sektor in Sektor}
    for row in fixtures.rows("kle-emner.csv", "emne", "titel", "sektor"):
        emne = row["emne"]
        if not KLE.fullmatch(emne):
            raise row.error("emne", "et KLE-emne skrives som 32.45.04")
        if emne in kle:
            raise row.error("emne", "emnet står der allerede")
        kle[emne] = Klasse(emne, row["titel"], afledt_uuid("kle", emne))
        for sektor in Sektor if row["sektor"] == "BEGGE" else (_sektor(row),):
            ydelser[sektor].append(emne)
    if KONTROL not in kle:
        raise DataError(fixtures.find("kle-emner.csv"), f"emnet {KONTROL} mangler")
    return kle, {sektor: tuple(emner) for sektor, emner in ydelser.items()}


def _temaer(fixtures: Fixtures) -> dict[str, Klasse]:
    temaer: dict[str, Klasse] = {}
    for row in fixtures.rows("kontroltemaer.csv", "noegle", "titel", "kilde"):
        if row["kilde"] not in ("navngivet", "praksis", "ubekraeftet"):
            raise row.error("kilde", "skal være navngivet, praksis eller ubekraeftet")
        noegle = row["noegle"]
        if noegle in temaer:
            raise row.error("noegle", "temaet står der allerede")
        temaer[noegle] = Klasse(noegle, row["titel"], afledt_uuid("kontroltema", noegle))
    return temaer


def _fagsystemer(fixtures: Fixtures) -> tuple[dict[str, Fagsystem], dict[str, Sektor]]:
    systemer: dict[str, Fagsystem] = {}
    sektorer: dict[str, Sektor] = {}
    for row in fixtures.rows("fagsystemer.csv", "noegle", "titel", "sektor"):
        noegle = row["noegle"]
        if noegle in systemer:
            raise row.error("noegle", "fagsystemet står der allerede")
        systemer[noegle] = Fagsystem(afledt_uuid("fagsystem", noegle), row["titel"])
        sektorer[noegle] = _sektor(row)
    if set(sektorer.values()) != set(Sektor):
        raise DataError(
            fixtures.find("fagsystemer.csv"), "hver sektor skal have mindst ét fagsystem"
        )
    return systemer, sektorer


def _sektor(row: Row) -> Sektor:
    try:
        return Sektor(row["sektor"])
    except ValueError as error:
        raise row.error("sektor", "skal være UDK eller KOMMUNE") from error
