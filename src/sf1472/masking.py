"""What a CPR number looks like wherever it may stand, and what is put in its place.

The stub masks what callers sent, as bytes; the kit masks what it reports, as text. Both know the
spellings from here: a hyphen, a space or a no-break space after the date, and UUIDs that are none.
"""

from __future__ import annotations

import base64
import binascii
import re
from html import unescape
from urllib.parse import unquote_plus

MASK = "******-****"
# UUIDs are recognised first, so that ten digits inside one stay as they are.
_UUID = r"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
# A digit, and what may stand after the date. XML may write either as a reference (XML 1.0, 4.1).
_DIGIT = r"(?:\d|&#(?:0*(?:4[89]|5[0-7])|x0*3[0-9]);)"
_GAP = r"(?:[- \u00a0]|&#(?:0*(?:45|32|160)|x0*(?:2[dD]|20|[aA]0));)?"
_BETWEEN = ("", "-", " ", "\u00a0", "\u00c2\u00a0")

IN_TEXT = re.compile(rf"{_UUID}|(?<!\d){_DIGIT}{{6}}{_GAP}{_DIGIT}{{4}}(?!\d)")
"""A CPR number in text, digits and gap as they are or as references; or the group `uuid`."""

# The gap in UTF-8, in Latin-1, in UTF-8 that was read as Latin-1, or as a reference.
IN_BYTES = {
    "ascii": re.compile(
        _UUID.encode() + rb"|(?<![0-9])[0-9]{6}"
        rb"(?:[- ]|(?:\xc3\x82)?\xc2?\xa0|&#(?:160|[xX][aA]0);)?"
        rb"[0-9]{4}(?![0-9])"
    ),
    "utf-16-le": re.compile(rb"(?<![0-9]\0)(?:[0-9]\0){6}(?:[- \xa0]\0)?(?:[0-9]\0){4}(?![0-9]\0)"),
    "utf-16-be": re.compile(rb"(?<!\0[0-9])(?:\0[0-9]){6}(?:\0[- \xa0])?(?:\0[0-9]){4}(?!\0[0-9])"),
}
"""A CPR number in bytes, by the encoding of its mask: UTF-8 and its like, and UTF-16 either way."""


def spelled(cpr: str) -> str:
    """Return a regular expression of all the ways `cpr` may be written in a document."""
    digits = [rf"(?:{d}|&#(?:0*{ord(d)}|x0*{ord(d):x});)" for d in re.sub(r"\D", "", cpr)]
    return "".join((*digits[:6], _GAP, *digits[6:]))


def spellings(cpr: str) -> tuple[str, ...]:
    """Return the ways to write the number `cpr`, ten digits, in headers and addresses."""
    return tuple(f"{cpr[:6]}{between}{cpr[6:]}" for between in _BETWEEN)


def numbers(text: str) -> frozenset[str]:
    """Return everything in `text` that looks like a CPR number, in digits alone."""
    found = (unescape(match[0]) for match in IN_TEXT.finditer(text) if not match["uuid"])
    return frozenset(re.sub(r"\D", "", number) for number in found)


def decoded(text: str) -> str:
    """Return a header or an address as it is without percent-encoding and Basic's base64."""
    scheme, _, credentials = text.partition(" ")
    if scheme.lower() == "basic":
        text = f"{scheme} {_from_base64(credentials.strip())}"
    return unquote_plus(text, "latin-1")


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return text
