"""`sf1472 citizens`: the named test citizens and what each is there to show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sf1472.cli.options import contract_option, data_option, date_option
from sf1472.universe import Testborger


@click.command()
@contract_option
@data_option
@date_option
@click.option("--json", "as_json", is_flag=True, help="Skriv listen som JSON.")
def citizens(contract: Path | None, data: Path | None, dato: date | None, as_json: bool) -> None:
    """Vis testborgerne, og hvad hver af dem viser."""
    from sf1472.contract import load_contract
    from sf1472.universe import dansk_dato, load_data

    loaded = load_data(load_contract(contract).profile, data)
    day = dato or dansk_dato()
    borgere = list(loaded.univers.testborgere.values())
    if as_json:
        _print_json(borgere, day)
    else:
        _print_table(borgere, day)


def _print_json(borgere: list[Testborger], day: date) -> None:
    import msgspec

    rows = [_row(borger, day) for borger in borgere]
    click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())


def _row(borger: Testborger, day: date) -> dict[str, object]:
    """Return one citizen as JSON-able data; a case says no more than what the list is for."""
    return {
        "cpr": borger.cpr,
        "viser": borger.viser,
        "egne_sager": [
            {"uuid": sag.uuid, "ejer_cvr": sag.ejer.cvr, "ydelse": sag.ydelse}
            for sag in borger.egne_sager
        ],
        "kontrolsager": [
            {
                "uuid": sag.uuid,
                "ejer_cvr": sag.ejer.cvr,
                "ejer": sag.ejer.navn,
                "sektor": sag.ejer.sektor.value,
                "tilstand": sag.tilstand.value,
                "sluttet": sag.sluttet,
                "kontroltemaer": [tema.noegle for tema in sag.kontroltemaer],
                "ydelse": sag.ydelse,
                "emne": sag.primaer_klasse.noegle,
                "foelsomhed": sag.foelsomhed,
            }
            for sag in borger.sager(day)
        ],
    }


def _print_table(borgere: list[Testborger], day: date) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Testborgere pr. {day:%d.%m.%Y}", title_justify="left", show_lines=True)
    table.add_column("CPR-nummer", no_wrap=True)
    table.add_column("Viser")
    table.add_column("Kontrolsager")
    for borger in borgere:
        sager = [
            f"{sag.ejer.navn}, {_tilstand(sag.tilstand.value, sag.sluttet)}"
            for sag in borger.sager(day)
        ]
        table.add_row(borger.cpr, borger.viser, "\n".join(sager) or "ingen")
    Console().print(table)
    click.echo(
        "CPR-numrene har måned 13 og kan ikke tilhøre nogen. Alle andre CPR-numre får også svar."
    )


def _tilstand(tilstand: str, sluttet: date | None) -> str:
    word = {"loebende": "løbende"}.get(tilstand, tilstand)
    return word if sluttet is None else f"{word} {sluttet:%d.%m.%Y}"
