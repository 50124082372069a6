"""The list of rules."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sf1472_conformance.catalogue import Rule, load_catalogue
from sf1472_conformance.texts import Phrases


def print_rules(rules: Iterable[Rule], lang: str = "da", console: Console | None = None) -> None:
    """Print the rules with what they rest on."""
    console = console or Console(highlight=False)
    phrases = Phrases(lang)
    table = Table(box=SIMPLE_HEAD)
    table.add_column(phrases("rule"), no_wrap=True)
    table.add_column(phrases("name"))
    table.add_column(phrases("basis"), no_wrap=True)
    table.add_column(phrases("source"))
    for rule in rules:
        basis = phrases(f"basis.{rule.basis.value}")
        table.add_row(
            rule.id, escape(rule.title[lang]), basis, escape(load_catalogue().cites(rule)[lang])
        )
    console.print(table)
    console.print(escape(phrases("assumptions")))
