"""`sf1472 conform`: judge a provider or a consumer, and list the rules they are judged by."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sf1472.cli.conform_consumer import consumer
from sf1472.cli.conform_options import (
    FILE,
    How,
    chance_options,
    connection_options,
    lang_option,
    limit_options,
    own_faults_apart,
    report_option,
    selection_options,
)
from sf1472.cli.options import contract_option, data_option, date_option

if TYPE_CHECKING:
    from sf1472_conformance.settings import Wishes


def _cvr(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (len(value) == 8 and value.isdecimal()):
        raise click.BadParameter(f"{value!r} er ikke et CVR-nummer på otte cifre", ctx, param)
    return value


@click.group()
def conform() -> None:
    """Bedøm en udbyder eller en anvender af KontrolsagListeHent, regel for regel."""


@conform.command()
@click.option("--url", required=True, metavar="ADRESSE", help="Tjenestens adresse.")
@report_option
@lang_option
@contract_option
@data_option
@date_option
@click.option(
    "--cpr",
    "citizens",
    multiple=True,
    metavar="NUMMER",
    help="Borger, der spørges om; kan gentages.  [standard: testborgerne]",
)
@click.option(
    "--kommune",
    callback=_cvr,
    metavar="CVR",
    help="Den kommune, der spørger.  [standard: en med testsager]",
)
@click.option(
    "--anden-kommune",
    callback=_cvr,
    metavar="CVR",
    help="En anden kommune, som den første ikke må spørge om.  [standard: en med testsager]",
)
@click.option(
    "--udk",
    callback=_cvr,
    metavar="CVR",
    help="Udbetaling Danmarks CVR-nummer hos udbyderen.  [standard: testdataenes]",
)
@click.option("--knowledge", type=FILE, metavar="FIL", help="Hvad du ved om udbyderens data.")
@click.option("--checklist", type=FILE, metavar="FIL", help="En udfyldt tjekliste.")
@selection_options
@chance_options
@limit_options
@connection_options
def provider(
    url: str,
    folder: Path,
    lang: str,
    contract: Path | None,
    data: Path | None,
    dato: date | None,
    citizens: tuple[str, ...],
    kommune: str | None,
    anden_kommune: str | None,
    udk: str | None,
    knowledge: Path | None,
    checklist: Path | None,
    **options: Any,
) -> None:
    """Bedøm den udbyder, der svarer på en adresse.

    Ender med 0, når ingen regel er brudt, 1, når en er, og 2, når testkittet ikke kunne bedømme
    alt, hvad det skulle.
    """
    from sf1472_conformance.knowledge import load_knowledge
    from sf1472_conformance.settings import Wishes

    known = load_knowledge(knowledge) if knowledge is not None else ()
    chance = {"seed": options.pop("seed"), "examples": options.pop("examples")}
    wishes = Wishes(url, kommune, anden_kommune, udk, citizens, dato, known, **chance)
    workers = options.pop("workers")
    with own_faults_apart():
        code = run_provider(
            wishes,
            folder,
            lang=lang,
            contract=contract,
            data=data,
            checklist=checklist,
            workers=workers,
            how=How.of(options),
        )
    sys.exit(code)


def run_provider(
    wishes: Wishes,
    folder: Path,
    *,
    lang: str = "da",
    contract: Path | None = None,
    data: Path | None = None,
    checklist: Path | None = None,
    workers: int = 0,
    how: How | None = None,
) -> int:
    """Judge a provider, print the verdict, write the report to `folder`; return the exit code.

    `wishes` say where the provider is and who asks about whom; `contract` and `data` are folders
    as on the command line, and `how` which rules, how to call and how fast. Raises KitError when
    the provider cannot be judged at all.
    """
    from msgspec.structs import replace

    from sf1472.contract import load_contract
    from sf1472_conformance.checklist import checklist as filled_in
    from sf1472_conformance.checks import Run
    from sf1472_conformance.plan import Plan
    from sf1472_conformance.reports import make_folder, write_reports
    from sf1472_conformance.reports.terminal import Progress, print_report
    from sf1472_conformance.run import judge
    from sf1472_conformance.settings import settle

    how = how or How.of({})
    answered = filled_in(checklist)
    make_folder(folder)
    loaded = load_contract(contract)
    settings = settle(wishes, loaded, data)
    plan = Plan(settings, str(loaded.folder), how.connection, how.selection, how.limits)
    with Progress(lang) as progress:
        run = judge(plan, workers, progress.saw)
    run = Run(replace(run.report, checklist=answered), run.attachments)
    written = write_reports(run, folder, lang)
    print_report(run.report, lang, written.html)
    return run.report.exit_code


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
    from sf1472_conformance.reports.terminal import print_rules
    from sf1472_conformance.traceability import as_markdown

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
    from sf1472_conformance.checklist import template

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
    from sf1472_conformance.replaying import find_rule
    from sf1472_conformance.replaying import replay as send_again
    from sf1472_conformance.reports.terminal import print_replayed

    same = True
    with own_faults_apart():
        for replayed in send_again(folder, find_rule(folder, rule), How.of(options).connection):
            print_replayed(replayed, lang)
            same = same and replayed.same
    sys.exit(0 if same else 1)


conform.add_command(consumer)
