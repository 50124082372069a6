"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sf1472.dates import laes_dato


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a calendar date, written YYYY-MM-DD."""
    try:
        return None if value is None else laes_dato(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} er ikke en dato; skriv den som 2026-05-01", ctx, param
        ) from error


_FOLDER = click.Path(path_type=Path, file_okay=False)

contract_option = click.option(
    "--contract",
    type=_FOLDER,
    metavar="MAPPE",
    help="Kontraktmappe med WSDL, XSD og profile.toml; sf1472-1.0-uden-int er den medfølgende uden "
    "/int/ i navnerummet.  [standard: den medfølgende rekonstruktion]",
)
data_option = click.option(
    "--fixtures",
    "data",
    type=_FOLDER,
    metavar="MAPPE",
    help="Mappe med egne datafiler, som går forud for de medfølgende.",
)
date_option = click.option(
    "--date",
    "dato",
    callback=_date,
    metavar="ÅÅÅÅ-MM-DD",
    help="Den dato, der regnes fra.  [standard: i dag, dansk tid]",
)
