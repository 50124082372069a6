"""`sf1472 conform consumer`: hold an exam of a consumer, or judge one from a journal."""

from __future__ import annotations

import dataclasses
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sf1472.cli.conform.options import (
    FILE,
    POSITIVE,
    REPORT,
    RULES,
    lang_option,
    own_faults_apart,
    report_option,
    selection_of,
    selection_options,
)
from sf1472.cli.headings import GroupedCommand
from sf1472.cli.options import contract_option, data_option, date_option

if TYPE_CHECKING:
    from sf1472_conformance.catalogue.checklist import Answered
    from sf1472_conformance.consumer.conduct import Trigger
    from sf1472_conformance.consumer.situations import ExpectedSituation
    from sf1472_conformance.report.run import Run

LINES = "journal.jsonl"  # what was judged, beside the report

HEADINGS = {
    "Opslag": ("--run", "--webhook", "--journal", "--resume"),
    "Eksamen": ("--situation", "--time-limit", "--date"),
    "Regler": (*RULES, "--agreement", "--checklist"),
    "Stubben": ("--host", "--port", "--token", "--contract", "--fixtures"),
    "Rapport": REPORT,
}


@click.command(cls=GroupedCommand, headings=HEADINGS)
@click.option(
    "--run",
    "command",
    metavar="KOMMANDO",
    help="Kommandoen, der får anvenderen til at slå op; {cpr} og {dato} giver den pr. opslag.",
)
@click.option("--webhook", metavar="ADRESSE", help="Anvenderens adresse, der kaldes pr. opslag.")
@click.option("--journal", metavar="FIL", help="Bedøm en journal (JSON Lines, SQLite eller URL).")
@click.option("--resume", is_flag=True, help="Fortsæt den eksamen, der ligger i rapportmappen.")
@click.option(
    "--situation",
    "situations",
    multiple=True,
    metavar="SITUATION",
    help="Kun disse situationer, fx S-HTTP-*.",
)
@click.option("--agreement", type=FILE, metavar="FIL", help="Det, serviceaftalen giver ret til.")
@click.option("--checklist", type=FILE, metavar="FIL", help="En udfyldt tjekliste.")
@click.option("--time-limit", type=POSITIVE, metavar="SEKUNDER", help="Eksamenens længste tid.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Stubbens adresse.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Stubbens port.  [standard: 8472; en ledig med --run]",
)
@click.option("--token", envvar="SF1472_TOKEN", help="Token til styring og side.")
@report_option
@lang_option
@contract_option
@data_option
@date_option
@selection_options
def consumer(
    command: str | None,
    webhook: str | None,
    journal: str | None,
    resume: bool,
    situations: tuple[str, ...],
    agreement: Path | None,
    checklist: Path | None,
    time_limit: float | None,
    host: str,
    port: int | None,
    token: str | None,
    folder: Path,
    lang: str,
    contract: Path | None,
    data: Path | None,
    dato: date | None,
    **options: Any,
) -> None:
    """Sæt en anvender på prøve: hold en eksamen med stubben, og bedøm, hvad journalen viser.

    Uden --run og --webhook er det dig, der slår borgerne op. Med --journal holdes ingen eksamen.
    Ender med 0, når ingen regel er brudt, 1, når en er, og 2, når noget mangler.
    """
    if sum(given is not None for given in (command, webhook, journal)) > 1:
        raise click.UsageError("Angiv kun én af --run, --webhook og --journal")
    with own_faults_apart():
        from sf1472.cli.conform.exam import FILE as KEPT
        from sf1472.cli.conform.exam import hold_exam, journal_lines, named
        from sf1472.contract import load_contract
        from sf1472_conformance.catalogue.checklist import checklist as filled_in
        from sf1472_conformance.consumer.agreement import load_agreement
        from sf1472_conformance.consumer.judging import judge_journal
        from sf1472_conformance.consumer.situations import script
        from sf1472_stub import StubSettings

        selection = selection_of(options, "consumer")
        loaded, answered = load_contract(contract), filled_in(checklist)
        agreed = load_agreement(agreement, loaded.profile) if agreement is not None else None
        if journal is not None:
            lines = journal_lines(journal)
        else:
            chosen = script(selection.profile, situations)
            judge_journal((), loaded, agreed, selection)  # what cannot be judged is refused now
            settings = StubSettings(
                contract, data, dato, host=host, token=token, exam=tuple(map(_for_stub, chosen))
            )
            wanted = 0 if command is not None and port is None else port
            trigger = _trigger(command, webhook, lang)
            lines = hold_exam(
                trigger, settings, wanted, folder, resume=resume, lang=lang, seconds=time_limit
            )
        source = named(journal) if journal is not None else str(folder / KEPT)
        run = judge_journal(lines, loaded, agreed, selection, source)
        code = _report(run, lines, answered, folder, lang)
    sys.exit(code)


def _for_stub(situation: ExpectedSituation) -> Any:
    """Return a situation as the stub plays and shows it."""
    from sf1472_stub.exam import ExamSituation as Played

    return Played(
        situation.id,
        situation.title.da,
        situation.scenarie,
        situation.expected.da,
        situation.lookups,
    )


def _trigger(command: str | None, webhook: str | None, lang: str) -> Trigger:
    from sf1472_conformance.consumer.triggers import Command, Person, Webhook
    from sf1472_conformance.report.terminal.lookups import print_lookups

    if command is not None:
        return Command(command)
    if webhook is not None:
        return Webhook(webhook)
    return Person(lambda requests: print_lookups(requests, lang))


def _report(
    run: Run, lines: list[bytes], answered: tuple[Answered, ...], folder: Path, lang: str
) -> int:
    """Write the report and the journal's lines, and print the verdict; return the exit code."""
    from msgspec.structs import replace

    from sf1472_conformance.report.terminal.verdict import print_report
    from sf1472_conformance.report.writing import write_reports

    run = dataclasses.replace(run, report=replace(run.report, checklist=answered))
    written = write_reports(run, folder, lang)
    (folder / LINES).write_bytes(b"".join(lines))
    print_report(run.report, lang, written.html)
    return run.report.exit_code
