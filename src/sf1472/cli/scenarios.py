"""`sf1472 scenarios`: what the stub can be made to do, and what a good consumer then does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sf1472.cli.options import contract_option, data_option


@click.command()
@contract_option
@data_option
@click.option("--json", "form", flag_value="json", help="Skriv listen som JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Skriv listen som Markdown.")
def scenarios(contract: Path | None, data: Path | None, form: str | None) -> None:
    """Vis scenarierne, og hvad en god anvender gør."""
    from sf1472_stub import Stub, StubSettings

    alle = Stub(StubSettings(contract, data)).scenarios.every
    rows = [(s.id, s.navn, s.borger or "", s.viser, s.god_anvender) for s in alle]
    {"json": _print_json, "markdown": _print_markdown, None: _print_table}[form](rows)


_NAMES = ("id", "navn", "borger", "viser", "god_anvender")
_TITLES = ("Id", "Navn", "Borger", "Viser", "En god anvender")


def _print_json(rows: Sequence[tuple[str, ...]]) -> None:
    import msgspec

    listed = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    click.echo(msgspec.json.format(msgspec.json.encode(listed), indent=2).decode())


def _print_markdown(rows: Sequence[tuple[str, ...]]) -> None:
    click.echo(f"| {' | '.join(_TITLES)} |\n{'|---' * len(_TITLES)}|")
    for row in rows:
        click.echo(f"| {' | '.join(row)} |")


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Scenarier", expand=True, show_lines=True)
    for title in ("Navn", "Borger"):
        table.add_column(title, no_wrap=True)
    table.add_column("Viser", ratio=1)
    table.add_column("En god anvender", ratio=1)
    for _, *row in rows:
        table.add_row(*row)
    Console().print(table)
    click.echo(
        "Bed om et scenarie med dets navn i HovedOplysninger/Processing, ved at spørge om dets "
        "borger, med --scenario NAVN eller under /__admin."
    )
