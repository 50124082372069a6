"""`sf1472 conform provider`: judge a provider and write the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sf1472.cli.conform.options import (
    FILE,
    REPORT,
    RULES,
    lang_option,
    own_faults_apart,
    report_option,
    selection_of,
    selection_options,
)
from sf1472.cli.conform.plan import CONNECTION, plan_of, plan_options
from sf1472.cli.headings import GroupedCommand

if TYPE_CHECKING:
    from sf1472_conformance.plan.plan import Plan

HEADINGS = {
    "Udbyderen": ("--url", "--knowledge", "--contract", "--fixtures", "--date"),
    "Hvem der spørger, og om hvem": ("--kommune", "--anden-kommune", "--udk", "--cpr"),
    "Regler": (*RULES, "--seed", "--examples", "--checklist"),
    "Kørslen": ("--workers", "--rate", "--time-limit"),
    "Forbindelsen": CONNECTION,
    "Rapport": REPORT,
}


@click.command(cls=GroupedCommand, headings=HEADINGS)
@click.option("--url", required=True, metavar="ADRESSE", help="Tjenestens adresse.")
@report_option
@lang_option
@plan_options
@click.option("--checklist", type=FILE, metavar="FIL", help="En udfyldt tjekliste.")
@click.option(
    "--workers",
    type=click.IntRange(0, 64),
    default=0,
    metavar="ANTAL",
    help="Så mange processer ved siden af hinanden (pytest-xdist).",
)
@selection_options
def provider(
    url: str, folder: Path, lang: str, checklist: Path | None, workers: int, **options: Any
) -> None:
    """Bedøm den udbyder, der svarer på en adresse.

    Ender med 0, når ingen regel er brudt, 1, når en er, og 2, når testkittet ikke kunne bedømme
    alt, hvad det skulle.
    """
    with own_faults_apart():
        plan = plan_of(url, options, selection_of(options))
        code = run_provider(plan, folder, lang=lang, checklist=checklist, workers=workers)
    sys.exit(code)


def run_provider(
    plan: Plan, folder: Path, *, lang: str = "da", checklist: Path | None = None, workers: int = 0
) -> int:
    """Judge a provider, print the verdict, write the report to `folder`; return the exit code.

    Raises KitError when the provider cannot be judged at all.
    """
    from msgspec.structs import replace

    from sf1472_conformance.catalogue.checklist import checklist as filled_in
    from sf1472_conformance.provider.judging import judge
    from sf1472_conformance.report.run import Run
    from sf1472_conformance.report.terminal.progress import RunProgress
    from sf1472_conformance.report.terminal.verdict import print_report
    from sf1472_conformance.report.writing import make_folder, write_reports

    answered = filled_in(checklist)
    make_folder(folder)
    with RunProgress(lang) as progress:
        run = judge(plan, workers, progress.saw)
    run = Run(replace(run.report, checklist=answered), run.attachments)
    written = write_reports(run, folder, lang)
    print_report(run.report, lang, written.html)
    return run.report.exit_code
