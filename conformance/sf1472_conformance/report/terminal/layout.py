"""How what is printed stands on the line."""

from __future__ import annotations

from rich.markup import escape
from rich.padding import Padding


def indented(text: str) -> Padding:
    """Return plain text to print four columns in."""
    return Padding(escape(text), (0, 0, 0, 4))
