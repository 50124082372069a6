"""Writing citizens in bulk, one at a time, so that memory does not grow with the number.

Each writer turns citizens into text. The parts of a split work, one after the other, are byte for
byte what one machine writes: only the first begins the file and only the last ends it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from sf1472.domain import EgenSag, Kontrolsag, Tilstand
from sf1472.errors import KitError
from sf1472.hjemmel import Videregivelse, vis
from sf1472.message import Messages, Ready
from sf1472.universe import Borger

KOLONNER = (
    "cpr",
    "uuid",
    "ejer_cvr",
    "ejer",
    "sektor",
    "tilstand",
    "sluttet",
    "kontroltemaer",
    "ydelse",
    "emne",
    "foelsomhed",
    "fagsystem",
    "afdeling",
)
ALT = frozenset({"status", "afdeling", "handlingsklasse", "afgoerelse"})


class Del(Struct, frozen=True):
    """One of `antal` equal parts of the work; `nummer` counts from 1."""

    nummer: int = 1
    antal: int = 1

    def numre(self, alle: int) -> range:
        """Return this part of the numbers from 0 to `alle` - 1."""
        return range(alle * (self.nummer - 1) // self.antal, alle * self.nummer // self.antal)

    @property
    def foerst(self) -> bool:
        """Whether the part begins the file."""
        return self.nummer == 1

    @property
    def sidst(self) -> bool:
        """Whether the part ends the file."""
        return self.nummer == self.antal


def sagsraekke(sag: Kontrolsag) -> dict[str, Any]:
    """Return a control case as a flat row of text; dates and times in ISO 8601."""
    return {
        "uuid": sag.uuid,
        "ejer_cvr": sag.ejer.cvr,
        "ejer": sag.ejer.navn,
        "sektor": sag.ejer.sektor.value,
        "tilstand": sag.tilstand.value,
        "sluttet": sag.sluttet.isoformat() if sag.sluttet is not None else None,
        "kontroltemaer": [tema.noegle for tema in sag.kontroltemaer],
        "ydelse": sag.ydelse,
        "emne": sag.primaer_klasse.noegle,
        "foelsomhed": sag.foelsomhed,
        "fagsystem": sag.fagsystem.uuid,
        "afdeling": sag.afdeling.navn if sag.afdeling is not None else None,
        "skridt": [{"tekst": s.tekst, "fra": s.fra.isoformat()} for s in sag.skridt],
    }


def borgerraekke(borger: Borger, egne_sager: Iterable[EgenSag]) -> dict[str, Any]:
    """Return a citizen and the cases by which authorities may ask, as JSON-able data."""
    return {
        "cpr": borger.cpr,
        "egne_sager": [
            {"uuid": sag.uuid, "ejer_cvr": sag.ejer.cvr, "ydelse": sag.ydelse} for sag in egne_sager
        ],
        "kontrolsager": [sagsraekke(sag) for sag in borger.sager],
    }


def som_jsonl(
    borgere: Iterable[Borger], egne_sager: Callable[[str], Iterable[EgenSag]]
) -> Iterator[str]:
    """Write a line of JSON per citizen; `egne_sager` gives an authority's own cases by CPR."""
    encode = msgspec.json.Encoder().encode
    for borger in borgere:
        yield encode(borgerraekke(borger, egne_sager(borger.cpr))).decode() + "\n"


def som_csv(borgere: Iterable[Borger], del_: Del) -> Iterator[str]:
    """Write a row per control case; lists within a field are separated by spaces."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, KOLONNER, delimiter=";", lineterminator="\n")
    if del_.foerst:
        writer.writeheader()
    for borger in borgere:
        writer.writerows(sagsraekker(borger))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def sagsraekker(borger: Borger) -> Iterator[dict[str, str | None]]:
    """Yield a flat row per control case of the citizen."""
    for sag in borger.sager:
        row = sagsraekke(sag)
        row["kontroltemaer"] = " ".join(row["kontroltemaer"])
        del row["skridt"]
        yield {"cpr": borger.cpr, **row}


def som_xml(
    borgere: Iterable[Borger], del_: Del, messages: Messages, hjemmel: str
) -> Iterator[str]:
    """Write one answer of the contract with a group per citizen who has cases.

    `hjemmel` is the code every group carries. Cases that ended otherwise than shelved have no place
    in an answer and are left out; the citizen is in it nowhere (HJ-MIN-1).
    """
    before, opening, closing, after = messages.around_groups()
    if del_.foerst:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{before}\n'
    for borger in borgere:
        loebende = [_tekst(messages, s) for s in borger.sager if s.tilstand is Tilstand.LOEBENDE]
        henlagte = [_tekst(messages, s) for s in borger.sager if s.tilstand is Tilstand.HENLAGT]
        if loebende or henlagte:
            group = {"hjemmel": hjemmel, "loebende": loebende, "henlagte": henlagte}
            yield f"{opening}{messages.group_text(group)}{closing}\n"
    if del_.sidst:
        yield f"{after}\n"


def skriv_parquet(borgere: Iterable[Borger], fil: BinaryIO, i_alt: int = 10_000) -> None:
    """Write a row per control case as Parquet, `i_alt` rows at a time.

    Needs pyarrow (the extra `parquet`); raises KitError without it.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise KitError("Parquet kræver pyarrow: installér med pip install pyarrow") from error
    schema = pa.schema([(name, pa.string()) for name in KOLONNER])
    rows = (row for borger in borgere for row in sagsraekker(borger))
    with pq.ParquetWriter(fil, schema) as writer:
        while batch := list(islice(rows, i_alt)):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _tekst(messages: Messages, sag: Kontrolsag) -> Ready:
    temaer = frozenset(tema.noegle for tema in sag.kontroltemaer)
    return messages.case_text(vis(Videregivelse(sag, ALT, temaer)))
