"""Nothing personal in reports: CPR numbers are masked wherever text leaves the kit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sf1472.masking import IN_TEXT, MASK, spelled


class Masker:
    """Masks everything that looks like a CPR number, and the `known` ones wherever they stand."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        ways = {spelled(cpr) for cpr in known if any(map(str.isdigit, cpr))}
        self._known = re.compile("|".join(sorted(ways))) if ways else None

    def __call__(self, text: str) -> str:
        """Return `text` with every CPR number masked."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        return IN_TEXT.sub(lambda match: match["uuid"] or MASK, text)
