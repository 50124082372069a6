"""`sf1472 generate`: synthetic citizens in bulk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from sf1472.cli.options import contract_option, data_option, date_option

if TYPE_CHECKING:
    from sf1472.cli.generate.export import Shard
    from sf1472.contract import Contract
    from sf1472.universe import Borger

_FORMATS = ("jsonl", "csv", "xml", "parquet")
_STRATEGIES = ("umulig", "erstatning", "gyldig-dato")
_STEP = 1000


def _shard(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int]:
    """Read `i/n`."""
    number, _, count = value.partition("/")
    if number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
        return int(number), int(count)
    raise click.BadParameter("skriv den som 2/5: del 2 af 5", ctx, param)


@click.command()
@click.option("--count", type=click.IntRange(1), required=True, help="Antal borgere i alt.")
@click.option("--seed", "froe", type=int, help="Frø.  [standard: stubbens]")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="jsonl", show_default=True)
@click.option(
    "--output", "file", type=click.File("wb"), default="-", metavar="FIL", help="[standard: stdout]"
)
@click.option("--shard", "part", callback=_shard, default="1/1", metavar="I/N", help="Del I af N.")
@click.option(
    "--cpr-strategy",
    "strategy",
    type=click.Choice(_STRATEGIES),
    default="umulig",
    show_default=True,
    help="Slags CPR-numre: ingen kan have dem; dag + 60; gyldig dato, som kan ramme nogen.",
)
@contract_option
@data_option
@date_option
def generate(
    count: int,
    froe: int | None,
    form: str,
    file: BinaryIO,
    part: tuple[int, int],
    strategy: str,
    contract: Path | None,
    data: Path | None,
    dato: date | None,
) -> None:
    """Skriv syntetiske borgere med deres sager, de samme som stubben svarer med."""
    from sf1472.cli.generate import export
    from sf1472.contract import load_contract
    from sf1472.hjemmel import load_hjemmelsdata
    from sf1472.universe import dansk_dato, load_data
    from sf1472.universe.cprnumre import STRATEGIER, CprNumre

    loaded_contract = load_contract(contract)
    loaded = load_data(loaded_contract.profile, data, froe)
    law = load_hjemmelsdata(loaded.fixtures, loaded.register, loaded_contract.profile)
    univers, hjemmel = loaded.univers, law.bredeste_hjemmel()
    numre = CprNumre(STRATEGIER[strategy], univers.froe)
    numre.nummer(count - 1)
    if STRATEGIER[strategy].advarsel:
        click.echo(f"Bemærk: {STRATEGIER[strategy].risiko}", err=True)
    shard = export.Shard(*part)
    with _progress(shard.numbers(count)) as positions:
        borgere = univers.borgere((numre.nummer(n) for n in positions), dato or dansk_dato())
        if form == "parquet":
            export.write_parquet(borgere, file)
            return
        writers: dict[str, Callable[[], Iterable[str]]] = {
            "jsonl": lambda: export.as_jsonl(borgere, univers.egne_sager),
            "csv": lambda: export.as_csv(borgere, shard),
            "xml": lambda: _xml(borgere, shard, loaded_contract, hjemmel),
        }
        file.writelines(text.encode() for text in writers[form]())


def _progress(numre: range) -> AbstractContextManager[Iterable[int]]:
    """Return a progress bar over the numbers on stderr, silent where that is no terminal."""
    hidden = not sys.stderr.isatty()
    return click.progressbar(
        numre, label="Borgere", file=sys.stderr, hidden=hidden, update_min_steps=_STEP
    )


def _xml(
    borgere: Iterator[Borger], shard: Shard, contract: Contract, hjemmel: str
) -> Iterator[str]:
    from sf1472.cli.generate import export
    from sf1472.message import Messages

    return export.as_xml(borgere, shard, Messages(contract), contract.profile.hjemmelskode(hjemmel))
