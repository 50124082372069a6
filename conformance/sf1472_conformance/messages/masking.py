"""Nothing personal in reports: CPR numbers are masked wherever text leaves the kit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

MASK = "******-****"
# A digit, and what may stand after the date: a hyphen or a space. XML may write either as a
# reference (XML 1.0, 4.1).
_DIGIT = r"(?:\d|&#(?:0*(?:4[89]|5[0-7])|x0*3[0-9]);)"
_GAP = r"(?:[- \u00a0]|&#(?:0*(?:45|32|160)|x0*(?:2[dD]|20|[aA]0));)?"
# UUIDs are recognised first, so that ten digits inside one stay as they are.
_NUMBER = re.compile(
    r"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    rf"|(?<!\d){_DIGIT}{{6}}{_GAP}{_DIGIT}{{4}}(?!\d)"
)


def spelled(cpr: str) -> str:
    """Return a regular expression of all the ways `cpr` may be written in a document."""
    digits = [rf"(?:{d}|&#(?:0*{ord(d)}|x0*{ord(d):x});)" for d in re.sub(r"\D", "", cpr)]
    return "".join((*digits[:6], _GAP, *digits[6:]))


def numbers(text: str) -> frozenset[str]:
    """Return everything in `text` that looks like a CPR number, in digits alone."""
    found = (unescape(match[0]) for match in _NUMBER.finditer(text) if not match["uuid"])
    return frozenset(re.sub(r"\D", "", number) for number in found)


class Masker:
    """Masks everything that looks like a CPR number, and the `known` ones wherever they stand."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        ways = {spelled(cpr) for cpr in known if any(map(str.isdigit, cpr))}
        self._known = re.compile("|".join(sorted(ways))) if ways else None

    def __call__(self, text: str) -> str:
        """Return `text` with every CPR number masked."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        return _NUMBER.sub(lambda match: match["uuid"] or MASK, text)
