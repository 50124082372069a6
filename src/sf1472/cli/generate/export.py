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

COLUMNS = (
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
EVERY_FIELD = frozenset({"status", "afdeling", "handlingsklasse", "afgoerelse"})


class Shard(Struct, frozen=True):
    """One of `count` equal parts of the work; `number` counts from 1."""

    number: int = 1
    count: int = 1

    def numbers(self, total: int) -> range:
        """Return this part of the numbers from 0 to `total` - 1."""
        return range(total * (self.number - 1) // self.count, total * self.number // self.count)

    @property
    def first(self) -> bool:
        """Whether the part begins the file."""
        return self.number == 1

    @property
    def last(self) -> bool:
        """Whether the part ends the file."""
        return self.number == self.count


def case_row(sag: Kontrolsag) -> dict[str, Any]:
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


def citizen_row(borger: Borger, egne_sager: Iterable[EgenSag]) -> dict[str, Any]:
    """Return a citizen and the cases by which authorities may ask, as JSON-able data."""
    return {
        "cpr": borger.cpr,
        "egne_sager": [
            {"uuid": sag.uuid, "ejer_cvr": sag.ejer.cvr, "ydelse": sag.ydelse} for sag in egne_sager
        ],
        "kontrolsager": [case_row(sag) for sag in borger.sager],
    }


def as_jsonl(
    borgere: Iterable[Borger], egne_sager: Callable[[str], Iterable[EgenSag]]
) -> Iterator[str]:
    """Write a line of JSON per citizen; `egne_sager` gives an authority's own cases by CPR."""
    encode = msgspec.json.Encoder().encode
    for borger in borgere:
        yield encode(citizen_row(borger, egne_sager(borger.cpr))).decode() + "\n"


def as_csv(borgere: Iterable[Borger], shard: Shard) -> Iterator[str]:
    """Write a row per control case; lists within a field are separated by spaces."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, delimiter=";", lineterminator="\n")
    if shard.first:
        writer.writeheader()
    for borger in borgere:
        writer.writerows(case_rows(borger))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def case_rows(borger: Borger) -> Iterator[dict[str, str | None]]:
    """Yield a flat row per control case of the citizen."""
    for sag in borger.sager:
        row = case_row(sag)
        row["kontroltemaer"] = " ".join(row["kontroltemaer"])
        del row["skridt"]
        yield {"cpr": borger.cpr, **row}


def as_xml(
    borgere: Iterable[Borger], shard: Shard, messages: Messages, hjemmel: str
) -> Iterator[str]:
    """Write one answer of the contract with a group per citizen who has cases.

    `hjemmel` is the code every group carries. Cases that ended otherwise than shelved have no place
    in an answer and are left out; the citizen is in it nowhere (HJ-MIN-1).
    """
    before, opening, closing, after = messages.around_groups()
    if shard.first:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{before}\n'
    for borger in borgere:
        loebende = [_text(messages, s) for s in borger.sager if s.tilstand is Tilstand.LOEBENDE]
        henlagte = [_text(messages, s) for s in borger.sager if s.tilstand is Tilstand.HENLAGT]
        if loebende or henlagte:
            group = {"hjemmel": hjemmel, "loebende": loebende, "henlagte": henlagte}
            yield f"{opening}{messages.group_text(group)}{closing}\n"
    if shard.last:
        yield f"{after}\n"


def write_parquet(borgere: Iterable[Borger], file: BinaryIO, at_a_time: int = 10_000) -> None:
    """Write a row per control case as Parquet, `at_a_time` rows at a time.

    Needs pyarrow (the extra `parquet`); raises KitError without it.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise KitError("Parquet kræver pyarrow: installér med pip install pyarrow") from error
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    rows = (row for borger in borgere for row in case_rows(borger))
    with pq.ParquetWriter(file, schema) as writer:
        while batch := list(islice(rows, at_a_time)):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def _text(messages: Messages, sag: Kontrolsag) -> Ready:
    temaer = frozenset(tema.noegle for tema in sag.kontroltemaer)
    return messages.case_text(vis(Videregivelse(sag, EVERY_FIELD, temaer)))
