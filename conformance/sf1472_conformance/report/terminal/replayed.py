"""A call sent again: what came, and how it differs from what the report holds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from sf1472_conformance.report.terminal.layout import indented
from sf1472_conformance.running.replaying import Replayed
from sf1472_conformance.texts import Phrases

DIFFERENCE = {"-": "red", "+": "green", "@": "dim"}
MOST_LINES = 40  # of a difference


def print_replayed(replayed: Replayed, lang: str = "da", console: Console | None = None) -> None:
    """Print what a call sent again gave, masked, and how it differs from what the report holds."""
    console = console or Console(highlight=False)
    phrases, evidence = Phrases(lang), replayed.evidence
    console.print(escape(phrases("sent_again", url=replayed.exchange.call.url)), soft_wrap=True)
    style = "green" if replayed.same else "yellow"
    console.print(f"[bold {style}]{escape(_compared(replayed, phrases))}[/]", soft_wrap=True)
    for name in ("expected", "found"):
        if value := getattr(evidence, name):
            console.print(indented(f"{phrases(name)}: {value}"))
    if replayed.response and evidence.response and not replayed.same:
        _print_difference(console, replayed.difference, phrases)
    elif replayed.response:
        console.print(escape(replayed.response), soft_wrap=True)
    elif replayed.exchange.advice is not None and not replayed.same:
        console.print(escape(replayed.exchange.advice[lang]), soft_wrap=True)


def _compared(replayed: Replayed, phrases: Phrases) -> str:
    """Say in one line what came, and whether it is what the report holds."""
    exchange, before = replayed.exchange, replayed.evidence
    if exchange.response is not None:
        other = "other_answer" if before.response else "answer_now"
        key = "same_answer" if replayed.same else other
    else:
        other = "no_answer_now" if before.response else "no_answer_otherwise"
        key = "no_answer_again" if replayed.same else other
    return phrases(
        key,
        status=exchange.status,
        before=before.status,
        error=replayed.error,
        before_error=before.transport_error,
    )


def _print_difference(console: Console, lines: Sequence[str], phrases: Phrases) -> None:
    console.print(phrases("difference"))
    for line in lines[:MOST_LINES]:
        console.print(escape(line), style=DIFFERENCE.get(line[:1], ""), soft_wrap=True)
    if len(lines) > MOST_LINES:
        console.print(phrases("more_lines", count=len(lines) - MOST_LINES))
