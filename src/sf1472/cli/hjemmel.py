"""`sf1472 hjemmel explain`: why a caller sees what it sees, rule by rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sf1472.cli.options import contract_option, data_option, date_option

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from sf1472.hjemmel import Spor
    from sf1472.message import Forespoergsel
    from sf1472_stub import Stub
    from sf1472_stub.provider.business import Besvarelse


@click.group()
def hjemmel() -> None:
    """Reglerne for, hvem der må se hvad."""


@hjemmel.command()
@click.option("--caller", "kalder", metavar="CVR", required=True, help="Den spørgende myndighed.")
@click.option("--cpr", metavar="CPR", help="Borgeren.")
@click.option("--sag", metavar="UUID", help="Myndighedens egen sag, i stedet for borgeren.")
@click.option(
    "--hjemmel",
    "hjemler",
    metavar="KODE",
    multiple=True,
    help="Hjemmel i kontraktens koder; kan gentages.  [standard: alle kendte]",
)
@click.option("--kle", metavar="AFGRÆNSNING", help="Afgrænsning på KLE-emne, fx 32.45.*")
@click.option("--foelsomhed", metavar="TRIN", help="Højeste trin af følsomhed.")
@click.option("--myndighed", "myndigheder", metavar="CVR", multiple=True, help="Ejere at søge hos.")
@contract_option
@data_option
@date_option
def explain(
    kalder: str,
    cpr: str | None,
    sag: str | None,
    hjemler: tuple[str, ...],
    kle: str | None,
    foelsomhed: str | None,
    myndigheder: tuple[str, ...],
    contract: Path | None,
    data: Path | None,
    dato: date | None,
) -> None:
    """Vis hver kandidatsag, hver regels ord og det svar, der ville blive sendt."""
    from rich.console import Console

    from sf1472.message import Afgraensning, Forespoergsel, Rettighed
    from sf1472_stub import Stub, StubSettings

    if (cpr is None) == (sag is None):
        raise click.UsageError("Angiv enten --cpr eller --sag.")
    stub = Stub(StubSettings(contract, data, dato))
    koder = hjemler or tuple(stub.contract.profile.hjemler)
    afgraensning = Afgraensning(foelsomhed=foelsomhed, kle=kle)
    afgraensninger = (afgraensning,) if kle or foelsomhed else ()
    request = Forespoergsel(
        transaktions_id="sf1472-hjemmel-explain",
        transaktions_tid=f"{stub.clock().isoformat()}T12:00:00",
        grupper=(Rettighed(koder, myndigheder, afgraensninger),),
        myndighed_cvr=kalder,
        sag_uuid=sag,
        cpr_nummer=cpr,
    )
    _check(stub, request)
    _print(Console(), stub, stub.provider.besvar(request))


def _check(stub: Stub, request: Forespoergsel) -> None:
    """Refuse a question that the contract's schema refuses."""
    from lxml import etree

    from sf1472.errors import KitError

    body = etree.fromstring(stub.provider.messages.write_request(request))
    errors = stub.contract.schema.errors(body)
    if errors:
        raise KitError(f"Spørgsmålet overholder ikke kontraktens skema: {errors[0]}")


def _print(console: Console, stub: Stub, besvarelse: Besvarelse) -> None:
    from lxml import etree

    console.print(f"{stub.contract.title}. Dato {stub.clock():%d.%m.%Y}.\n", highlight=False)
    if besvarelse.fejl:
        console.print(f"[bold]Kaldet afvises: {besvarelse.fejl[0]}[/]", highlight=False)
        if besvarelse.regel is not None:
            console.print(_regler(stub, {besvarelse.regel: False}))
    elif not besvarelse.sager:
        console.print("Der er ingen kontrolsager om borgeren.")
    for note in besvarelse.noter:
        console.print(f"Bemærk: {note}", highlight=False)
    for spor in stub.provider.spor(besvarelse):
        _print_spor(console, stub, spor)
    console.print("\n[bold]Svaret, der ville blive sendt[/]\n")
    pretty = etree.tostring(
        etree.fromstring(besvarelse.svar), pretty_print=True, encoding="unicode"
    )
    click.echo(pretty)


def _print_spor(console: Console, stub: Stub, spor: Spor) -> None:
    sag, grundlag = spor.sag, stub.hjemmel.hjemler[spor.hjemmel]
    tilstand = sag.tilstand.tekst
    if sag.sluttet is not None:
        tilstand += f" {sag.sluttet:%d.%m.%Y}"
    dom = "[red]vises ikke[/]" if spor.brudt else "[green]vises[/]"
    console.print(
        f"\n[bold]Sag {sag.uuid}[/]  {sag.ejer.navn}, {tilstand}, ydelse {sag.ydelse}\n"
        f"  efter {grundlag.paragraf}: {dom}",
        highlight=False,
    )
    brudt = set(spor.brudt)
    console.print(_regler(stub, {id_: id_ not in brudt for id_ in stub.provider.regler}))


def _regler(stub: Stub, domme: dict[str, bool]) -> Table:
    """Return the rules with their verdicts, what they demand, and where that stands."""
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=True)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=3)
    table.add_column(ratio=2, style="dim")
    for id_, holder in domme.items():
        regel = stub.hjemmel.regler[id_]
        mark = "[green]✓[/]" if holder else "[red]✗[/]"
        table.add_row(
            mark, id_, regel.titel, f"{regel.kilde} [{regel.grundlag}]".replace("[", r"\[")
        )
    return table
