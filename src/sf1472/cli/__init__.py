"""The command line, `sf1472`: it composes the parts and loads each when its command is used."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from sf1472 import __version__
from sf1472.errors import KitError

COMMANDS = {
    "demo": "sf1472.cli.demo:demo",
    "stub": "sf1472.cli.stub:stub",
    "scenarios": "sf1472.cli.scenarios:scenarios",
    "citizens": "sf1472.cli.citizens:citizens",
    "generate": "sf1472.cli.generate.command:generate",
    "hjemmel": "sf1472.cli.hjemmel:hjemmel",
    "conform": "sf1472.cli.conform.command:conform",
}


class LazyGroup(click.Group):
    """A group whose commands stand as `module:attribute` and are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, attribute = where.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sf1472")
def cli() -> None:
    """Stub og testkit til SF1472 "Hent borgers kontrolsager fra anden sektor".

    Kontrakten er en rekonstruktion efter offentlige kilder og ikke KOMBITs egen pakke.
    """


def main(argv: list[str] | None = None) -> Any:
    """Run the command line; errors of the kit end with their text and exit code 2."""
    try:
        return cli.main(args=argv, prog_name="sf1472")
    except KitError as error:
        click.echo(f"Fejl: {error}", err=True)
        sys.exit(2)
