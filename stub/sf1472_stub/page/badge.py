"""A badge on every call: how it ended, in a word, a symbol and a colour."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from sf1472_stub.journal import Entry

CONNECTION = {
    "dryp": "Svaret dryppede",
    "haeng": "Svaret udeblev",
    "luk-tom": "Lukket uden svar",
    "nulstil-efter-headers": "Nulstillet efter headerne",
    "nulstil-foer-headers": "Nulstillet før headerne",
    "nulstil-i-headers": "Nulstillet i headerne",
}


class Badge(NamedTuple):
    """`kind` names the colour: `good`, `notice` or `bad`; `code` the id of what went wrong."""

    kind: str
    symbol: str
    word: str
    code: str = ""


def badge_of(entry: Entry, fejlkoder: Container[str]) -> Badge:
    """Return how `entry` ended; `fejlkoder` are the codes that are errors and not notices."""
    if entry.outcome != "svar":
        return Badge("bad", "↯", CONNECTION.get(entry.outcome, entry.outcome))
    if entry.fault is not None:
        return Badge("bad", "✗", "SOAP-fejl", entry.fault)
    if entry.status is not None and entry.status >= 300:
        return Badge("bad", "✗", f"HTTP {entry.status}")
    fejl = [kode for kode in entry.fejl if kode in fejlkoder]
    if fejl:
        return Badge("bad", "✗", "Forretningsfejl", ", ".join(fejl))
    if entry.fejl:
        return Badge("notice", "!", "Svar med advis", ", ".join(entry.fejl))
    if entry.breaches:
        return Badge("bad", "✗", "Skemafejl")
    if entry.scenario is not None:
        return Badge("notice", "!", "Svar efter scenarie")
    return Badge("good", "✓", "Svar")
