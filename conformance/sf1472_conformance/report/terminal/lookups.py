"""What a person is to look up in an exam."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sf1472_conformance.consumer.venue import LookupRequest
from sf1472_conformance.texts import Phrases


def print_lookups(
    requests: Iterable[LookupRequest], lang: str = "da", console: Console | None = None
) -> None:
    """Print what a person is to look up, in order; the citizens are made up, and shown."""
    console = console or Console(highlight=False)
    phrases = Phrases(lang)
    table = Table(box=SIMPLE_HEAD)
    for key in ("citizen", "situation", "expects", "clock"):
        table.add_column(phrases(key))
    for request in requests:
        situation = request.situation
        day = request.day.isoformat() if request.day is not None else ""
        table.add_row(request.citizen, situation.title[lang], situation.expected[lang], day)
    console.print(table)
    console.print(escape(phrases("look_up")))
