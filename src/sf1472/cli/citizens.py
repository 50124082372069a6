"""`sf1472 citizens`: the named test citizens, what each is there to show, and who sees what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sf1472.cli.options import contract_option, data_option, date_option

if TYPE_CHECKING:
    from sf1472.domain import Kontrolsag, Myndighed
    from sf1472.universe import Testborger
    from sf1472_stub import Stub
    from sf1472_stub.provider.example import Shown

_STK = {"p11a_stk1": "stk. 1", "p11a_stk2": "stk. 2"}


@click.command()
@contract_option
@data_option
@date_option
@click.option("--json", "form", flag_value="json", help="Skriv listen som JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Skriv listen som Markdown.")
def citizens(contract: Path | None, data: Path | None, dato: date | None, form: str | None) -> None:
    """Vis testborgerne, hvad hver af dem viser, og hvem der ser hvad."""
    from sf1472_stub import Stub, StubSettings

    stub = Stub(StubSettings(contract, data, dato))
    {"json": _print_json, "markdown": _print_markdown, None: _print_table}[form](stub)


def _print_json(stub: Stub) -> None:
    import msgspec

    from sf1472.cli.generate.export import citizen_row
    from sf1472.universe import Borger

    rows = []
    for borger in stub.data.univers.testborgere.values():
        row = citizen_row(Borger(borger.cpr, borger.sager(stub.clock())), borger.egne_sager)
        seen = {
            name: {stk: antal._asdict() for stk, antal in by_stk.items()}
            for name, by_stk in _all_seen(stub, borger).items()
        }
        rows.append({"cpr": row.pop("cpr"), "viser": borger.viser, **row, "ses": seen})
    click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())


def _print_markdown(stub: Stub) -> None:
    kommune = _callers(stub)["kommune"]
    click.echo("# Testborgere\n")
    click.echo(
        "Tabellen er skrevet af `sf1472 citizens --markdown` og holdes ved lige af en test. "
        f"Kommunen er {kommune.navn} ({kommune.cvr}), UDK er {stub.data.register.udk.cvr}; begge "
        "spørger med borgerens CPR-nummer og uden afgrænsning. Borgerne står i "
        "[fixtures/testborgere.yaml](../fixtures/testborgere.yaml).\n"
    )
    columns = [f"{who} {stk}" for who in ("Kommunen", "UDK") for stk in _STK.values()]
    click.echo(f"| CPR-nummer | Viser | Kontrolsager | {' | '.join(columns)} |")
    click.echo("|---" * (3 + len(columns)) + "|")
    for borger in stub.data.univers.testborgere.values():
        sager = "<br>".join(_sag(s, None) for s in borger.sager(stub.clock())) or "ingen"
        seen = [str(a) for by_stk in _all_seen(stub, borger).values() for a in by_stk.values()]
        click.echo(f"| {borger.cpr} | {borger.viser} | {sager} | {' | '.join(seen)} |")


def _print_table(stub: Stub) -> None:
    from rich.console import Console
    from rich.table import Table

    dato = stub.clock()
    table = Table(title=f"Testborgere pr. {dato:%d.%m.%Y}", expand=True, show_lines=True)
    table.add_column("CPR-nummer", no_wrap=True)
    table.add_column("Viser", ratio=3)
    table.add_column("Kontrolsager", ratio=2)
    table.add_column("Ses efter stk. 2 af", ratio=1)
    for borger in stub.data.univers.testborgere.values():
        sager = "\n".join(_sag(sag, sag.sluttet) for sag in borger.sager(dato))
        seen = {who: by_stk["stk. 2"] for who, by_stk in _all_seen(stub, borger).items()}
        ses = f"kommune: {seen['kommune']}\nUDK: {seen['udk']}"
        table.add_row(borger.cpr, borger.viser, sager or "ingen", ses)
    Console().print(table)
    click.echo(
        "CPR-numrene har måned 13 og kan ikke tilhøre nogen. Alle andre numre får også svar."
    )
    click.echo("Hvorfor noget ses eller ikke ses: sf1472 hjemmel explain --caller CVR --cpr CPR")


def _all_seen(stub: Stub, borger: Testborger) -> dict[str, dict[str, Shown]]:
    """Return what each caller is shown under each paragraph."""
    from sf1472_stub.provider.example import shown

    return {
        name: {stk: shown(stub, borger.cpr, kalder, hjemmel) for hjemmel, stk in _STK.items()}
        for name, kalder in _callers(stub).items()
    }


def _callers(stub: Stub) -> dict[str, Myndighed]:
    """Return one caller of each sector by the name it has in the list."""
    from sf1472_stub.provider.example import example_kommune

    return {"kommune": example_kommune(stub), "udk": stub.data.register.udk}


def _sag(sag: Kontrolsag, sluttet: date | None) -> str:
    words = f"{sag.ejer.navn}, {sag.tilstand.tekst}"
    return words if sluttet is None else f"{words} {sluttet:%d.%m.%Y}"
