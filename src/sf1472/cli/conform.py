"""`sf1472 conform`: judge a provider, and list the rules it is judged by."""

from __future__ import annotations

import sys
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sf1472.cli.options import contract_option, data_option, date_option
from sf1472.errors import KitError

if TYPE_CHECKING:
    from sf1472_conformance.settings import Wishes

lang_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default="dansk",
    help="Rapportens sprog.",
)
report_option = click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("rapport"),
    show_default=True,
    metavar="MAPPE",
    help="Mappe til rapporten: HTML, JSON og JUnit XML.",
)


def _cvr(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (len(value) == 8 and value.isdecimal()):
        raise click.BadParameter(f"{value!r} er ikke et CVR-nummer på otte cifre", ctx, param)
    return value


@click.group()
def conform() -> None:
    """Bedøm en udbyder af KontrolsagListeHent, regel for regel."""


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
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="SEKUNDER",
    help="Den længste tid, et kald må tage.",
)
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
    timeout: float,
) -> None:
    """Bedøm den udbyder, der svarer på en adresse.

    Ender med 0, når ingen regel er brudt, 1, når en er, og 2, når testkittet ikke kunne bedømme
    alt, hvad det skulle.
    """
    from sf1472_conformance.settings import Wishes

    wishes = Wishes(url, kommune, anden_kommune, udk, citizens, dato)
    try:
        code = run_provider(
            wishes, folder, lang=lang, contract=contract, data=data, timeout=timeout
        )
    except KitError:
        raise
    except Exception:  # a broken kit must never look like a broken rule, which is exit code 1
        traceback.print_exc()
        code = 2
    sys.exit(code)


def run_provider(
    wishes: Wishes,
    folder: Path,
    *,
    lang: str = "da",
    contract: Path | None = None,
    data: Path | None = None,
    timeout: float = 20.0,
) -> int:
    """Judge a provider, print the verdict, write the report to `folder`; return the exit code.

    `wishes` say where the provider is and who asks about whom; `contract` and `data` are folders
    as on the command line. Raises KitError when the provider cannot be judged at all.
    """
    from sf1472.contract import load_contract
    from sf1472_conformance.reports import write_reports
    from sf1472_conformance.reports.terminal import print_report
    from sf1472_conformance.run import judge
    from sf1472_conformance.settings import settle

    loaded = load_contract(contract)
    run = judge(settle(wishes, loaded, data), loaded, timeout)
    written = write_reports(run, folder, lang)
    print_report(run.report, lang, written.html)
    return run.report.exit_code


@conform.command()
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Skriv listen som JSON.")
def rules(lang: str, as_json: bool) -> None:
    """Vis de regler, som en udbyder bedømmes efter."""
    import msgspec

    from sf1472_conformance.catalogue import load_catalogue
    from sf1472_conformance.reports.terminal import print_rules

    catalogue = tuple(load_catalogue().values())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(catalogue), indent=2).decode())
    else:
        print_rules(catalogue, lang)
