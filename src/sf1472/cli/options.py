"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click


class _Date(click.ParamType):
    """A calendar date, written YYYY-MM-DD."""

    name = "dato"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} er ikke en dato; skriv den som 2026-05-01", param, ctx)


_FOLDER = click.Path(path_type=Path, file_okay=False)

contract_option = click.option(
    "--contract",
    type=_FOLDER,
    metavar="MAPPE",
    help="Kontraktmappe med WSDL, XSD og profile.toml.  [standard: den medfølgende rekonstruktion]",
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
    type=_Date(),
    metavar="ÅÅÅÅ-MM-DD",
    help="Den dato, der regnes fra.  [standard: i dag, dansk tid]",
)
