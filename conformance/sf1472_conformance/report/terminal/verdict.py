"""The verdict: every rule in one line, what failed in full, then the counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sf1472_conformance.catalogue import Severity
from sf1472_conformance.report.page import SYMBOLS
from sf1472_conformance.report.structure import JudgedConsumer, JudgedRule, Report
from sf1472_conformance.report.terminal.layout import indented
from sf1472_conformance.texts import Phrases
from sf1472_conformance.verdict.result import Evidence, RuleOutcome

STYLES = {
    RuleOutcome.PASS: "green",
    RuleOutcome.FAIL: "bold red",
    RuleOutcome.ERROR: "bold red",
    RuleOutcome.INCONCLUSIVE: "yellow",
    RuleOutcome.NOT_RUN: "dim",
    RuleOutcome.NOT_APPLICABLE: "dim",
}


def print_report(
    report: Report, lang: str = "da", file: Path | None = None, console: Console | None = None
) -> None:
    """Print the report; `file` is the page that holds the details."""
    console = console or Console(highlight=False)
    phrases = Phrases(lang)
    console.print(_table(report, phrases))
    for rules in _alike(report.rules):
        _print_reason(console, rules, phrases)
    _print_counts(console, report, phrases)
    if file is not None:
        console.print(escape(phrases("report_at", file=file)), soft_wrap=True)


def _table(report: Report, phrases: Phrases) -> Table:
    """Return one line per rule; what does not fit the window is cut, the page has it in full."""
    title = f"{phrases('title_' + report.role.value)}\n{report.who}".strip()
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=SIMPLE_HEAD, expand=True
    )
    rows = [_row(rule, phrases) for rule in report.rules]
    for key in ("rule", "outcome", "basis"):
        table.add_column(phrases(key), no_wrap=True)
    table.add_column(phrases("name"), no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        table.add_row(*row)
    return table


def _row(rule: JudgedRule, phrases: Phrases) -> tuple[str, str, str, str]:
    basis = phrases(f"basis.{rule.basis.value}")
    return rule.id, _mark(rule.outcome, phrases), basis, escape(rule.title[phrases.lang])


def _mark(outcome: RuleOutcome, phrases: Phrases) -> str:
    word = f"{SYMBOLS[outcome]} {phrases('outcome.' + outcome.value)}"
    return f"[{STYLES[outcome]}]{word}[/]"


def _alike(rules: Iterable[JudgedRule]) -> Iterable[list[JudgedRule]]:
    """Return the rules that did not pass; what is undecided for the same reason stands together."""
    found: dict[object, list[JudgedRule]] = {}
    for rule in rules:
        if rule.outcome is not RuleOutcome.PASS:
            alone = rule.outcome is RuleOutcome.FAIL or rule.reason is None
            key = rule.id if alone else (rule.outcome, rule.reason)
            found.setdefault(key, []).append(rule)
    return found.values()


def _print_reason(console: Console, rules: list[JudgedRule], phrases: Phrases) -> None:
    rule = rules[0]
    reason = rule.reason[phrases.lang] if rule.reason is not None else ""
    named = f"{rule.id} {rule.title[phrases.lang]}" if len(rules) == 1 else _listed(rules)
    if rule.outcome is RuleOutcome.FAIL and rule.severity is Severity.ADVARSEL:
        named = f"({phrases('severity.advarsel')}) {named}"
    console.print(f"{_mark(rule.outcome, phrases)} {escape(named)}")
    console.print(indented(reason))
    if rule.outcome is RuleOutcome.FAIL and rule.evidence:
        _print_evidence(console, rule.evidence[0], phrases)


def _listed(rules: list[JudgedRule]) -> str:
    return ", ".join(rule.id for rule in rules)


def _print_evidence(console: Console, evidence: Evidence, phrases: Phrases) -> None:
    for key, value in (
        ("call", evidence.note),
        ("where", evidence.xpath),
        ("expected", evidence.expected),
        ("found", evidence.found),
    ):
        if value:
            console.print(indented(f"{phrases(key)}: {value}"))


def _print_counts(console: Console, report: Report, phrases: Phrases) -> None:
    standing = "standing_official" if report.contract.official else "standing"
    console.print()
    if report.consumer is not None:
        _print_consumer(console, report.consumer, phrases)
    if report.unjudged_agreement:
        line = f"{phrases('agreement')}: {phrases('agreement_unjudged')}"
        console.print(escape(line), soft_wrap=True)
    console.print(f"[yellow]{escape(phrases(standing))}[/]")
    console.print(escape(phrases("assumptions")))
    covered = phrases("of", part=report.covered, whole=report.demanded)
    passed = phrases("of", part=report.passed, whole=report.decided)
    console.print(f"[bold]{phrases('covered')}: {covered}   {phrases('passed')}: {passed}[/]")


def _print_consumer(console: Console, seen: JudgedConsumer, phrases: Phrases) -> None:
    """Print what the journal holds, and what is missing in it."""
    console.print(escape(phrases("seen_value", calls=seen.calls, told=seen.told)))
    if not seen.situations:
        console.print(escape(phrases("exam_none")))
        return
    reason = seen.ended[phrases.lang] if seen.ended is not None else ""
    ended = phrases("exam_ended", reason=reason) if reason else phrases("exam_not_ended")
    whole = len(seen.situations)
    count = whole - len(seen.missing)
    console.print(escape(phrases("exam_value", seen=count, whole=whole, ended=ended)))
    for item in seen.missing:
        console.print(escape(f"{phrases('missing')}: {item.id} {item.title[phrases.lang]}"))
