"""`sf1472 conform`: judge a provider or a consumer, and list the rules they are judged by."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sf1472.cli.conform.consumer import consumer
from sf1472.cli.conform.options import lang_option, own_faults_apart, report_option
from sf1472.cli.conform.plan import connection_of, connection_options
from sf1472.cli.conform.provider import provider


@click.group()
def conform() -> None:
    """Bedøm en udbyder eller en anvender af KontrolsagListeHent, regel for regel."""


@conform.command()
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Skriv listen som JSON.")
@click.option("--markdown", is_flag=True, help="Skriv sporbarhedstabellen som Markdown.")
@click.option(
    "--role",
    type=click.Choice(["provider", "consumer"]),
    default="provider",
    show_default=True,
    help="Reglerne for en udbyder eller en anvender.",
)
def rules(lang: str, as_json: bool, markdown: bool, role: str) -> None:
    """Vis de regler, som der bedømmes efter."""
    import msgspec

    from sf1472_conformance.catalogue import Role, load_catalogue
    from sf1472_conformance.catalogue.traceability import as_markdown
    from sf1472_conformance.report.terminal.rules import print_rules

    catalogue = tuple(load_catalogue().of(Role(role)).values())
    if markdown:
        click.echo(as_markdown(load_catalogue()), nl=False)
    elif as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(catalogue), indent=2).decode())
    else:
        print_rules(catalogue, lang)


@conform.command()
@lang_option
def checklist(lang: str) -> None:
    """Skriv en tom tjekliste, der kan udfyldes og angives med --checklist."""
    from sf1472_conformance.catalogue.checklist import template

    click.echo(template(lang), nl=False)


@conform.command()
@click.argument("rule", metavar="REGEL")
@report_option
@lang_option
@connection_options
def replay(rule: str, folder: Path, lang: str, **options: Any) -> None:
    """Send de kald igen, som en rapport har gemt om en regel, og sammenlign svarene.

    Ender med 0, når alle svar er de samme som i rapporten (status og indhold, så langt rapporten
    viser det), 1, når et er et andet eller udebliver, og 2, når kaldene ikke kunne sendes.
    Egne SOAP-hoveder er allerede i de gemte kald.
    """
    from sf1472_conformance.report.terminal.replayed import print_replayed
    from sf1472_conformance.running.replaying import find_rule
    from sf1472_conformance.running.replaying import replay as send_again

    same = True
    with own_faults_apart():
        for replayed in send_again(folder, find_rule(folder, rule), connection_of(options)):
            print_replayed(replayed, lang)
            same = same and replayed.same
    sys.exit(0 if same else 1)


conform.add_command(provider)
conform.add_command(consumer)
