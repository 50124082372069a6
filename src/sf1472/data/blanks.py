"""Texts of the data files with blanks in them (`{navn}`), filled in."""

from __future__ import annotations

from collections.abc import Mapping


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return `text` with its blanks filled; what `values` leaves out becomes an ellipsis."""
    return text.format_map(_Values(values))


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
