"""Nothing personal in reports: CPR numbers are masked wherever text leaves the kit."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "******-****"
# UUIDs are recognised first, so that ten digits inside one stay as they are.
_NUMBER = re.compile(
    r"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    r"|(?<!\d)\d{6}[- \u00a0]?\d{4}(?!\d)"
)


def spellings(cpr: str) -> tuple[str, ...]:
    """Return the ways `cpr` may be written: as it stands, without and with its hyphen."""
    plain = cpr.replace("-", "")
    return tuple(dict.fromkeys((cpr, plain, f"{plain[:6]}-{plain[6:]}")))


def numbers(text: str) -> frozenset[str]:
    """Return everything in `text` that looks like a CPR number."""
    return frozenset(match[0] for match in _NUMBER.finditer(text) if not match["uuid"])


class Masker:
    """Masks everything that looks like a CPR number, and the `known` ones wherever they stand."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        words = {word for cpr in known if cpr for word in spellings(cpr)}
        longest_first = sorted(words, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if words else None

    def __call__(self, text: str) -> str:
        """Return `text` with every CPR number masked."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        return _NUMBER.sub(lambda match: match["uuid"] or MASK, text)
