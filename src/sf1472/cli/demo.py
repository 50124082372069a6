"""`sf1472 demo`: the stub and the kit, once, against each other."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sf1472.cli.conform.options import lang_option, report_option


@click.command()
@report_option
@lang_option
def demo(folder: Path, lang: str) -> None:
    """Start stubben på en ledig port, kør testkittet mod den, vis dommen, og stop."""
    from sf1472.cli.conform.plan import plan_of, read_options
    from sf1472.cli.conform.provider import run_provider
    from sf1472_conformance.plan.selection import Selection
    from sf1472_stub import Stub, StubServer

    stub = Stub()
    click.echo(f"{stub.contract.title}\n")
    with StubServer(stub).running() as server:
        click.echo(f"Stubben svarer på {server.url}. Testkittet spørger den …\n")
        code = run_provider(plan_of(server.url, read_options(), Selection()), folder, lang=lang)
    sys.exit(code)
