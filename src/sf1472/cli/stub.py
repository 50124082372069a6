"""`sf1472 stub`: start the provider and serve until told to stop."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import click

from sf1472.cli.headings import GroupedCommand
from sf1472.cli.options import contract_option, data_option, date_option

HEADINGS = {
    "Adresse": ("--host", "--port", "--token"),
    "Kontrakt og data": ("--contract", "--fixtures", "--date", "--caller"),
    "Svar": ("--scenario",),
    "Journal": ("--journal", "--show-cpr"),
}


@click.command(cls=GroupedCommand, headings=HEADINGS)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse, der lyttes på.")
@click.option(
    "--port",
    default=8472,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port; 0 tager en ledig.",
)
@contract_option
@data_option
@date_option
@click.option(
    "--caller",
    metavar="CVR",
    help="Den spørgende myndighed, når anmodningen ikke selv siger det.",
)
@click.option(
    "--scenario",
    "scenarios",
    metavar="NAVN",
    multiple=True,
    help="Scenarie, der gælder alle kald; kan gentages. Se: sf1472 scenarios",
)
@click.option(
    "--journal",
    metavar="URL",
    help="Gem kald i sqlite:///fil eller postgresql://…  [standard: de seneste i hukommelsen]",
)
@click.option(
    "--token",
    envvar="SF1472_TOKEN",
    help="Token til styring og side.  [standard: intet lokalt]",
)
@click.option("--show-cpr", is_flag=True, help="Lad journalen vise CPR-numre.")
def stub(
    host: str,
    port: int,
    contract: Path | None,
    data: Path | None,
    dato: date | None,
    caller: str | None,
    scenarios: tuple[str, ...],
    journal: str | None,
    token: str | None,
    show_cpr: bool,
) -> None:
    """Start stubben."""
    from sf1472_stub import Stub, StubServer, StubSettings
    from sf1472_stub.banner import banner

    logging.basicConfig(format="%(asctime)s  %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    settings = StubSettings(contract, data, dato, caller, scenarios, journal, show_cpr, host, token)
    server = StubServer(Stub(settings), host, port)
    server.run(lambda: click.echo(f"{banner(server)}\n"))
    click.echo("Stubben er stoppet.")
