"""CPR numbers in what a caller sent: hiding them, and undoing what may stand between."""

from __future__ import annotations

import base64
import binascii
import re
from functools import partial
from urllib.parse import unquote_plus

MASK = "******-****"
_BETWEEN = ("", "-", " ", "\u00a0", "\u00c2\u00a0")
# A CPR number in UTF-8, and in UTF-16 of either byte order: requests may come in all three. The
# six digits and the four may have a hyphen, a space or a no-break space between them, the last in
# UTF-8, in Latin-1, in UTF-8 that was read as Latin-1, or as XML's character reference. In UTF-8
# UUIDs are recognised first, so that ten digits inside one stay as they are.
_CPR = {
    "ascii": re.compile(
        rb"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
        rb"|(?<![0-9])[0-9]{6}"
        rb"(?:[- ]|(?:\xc3\x82)?\xc2?\xa0|&#(?:160|[xX][aA]0);)?"
        rb"[0-9]{4}(?![0-9])"
    ),
    "utf-16-le": re.compile(rb"(?<![0-9]\0)(?:[0-9]\0){6}(?:[- \xa0]\0)?(?:[0-9]\0){4}(?![0-9]\0)"),
    "utf-16-be": re.compile(rb"(?<!\0[0-9])(?:\0[0-9]){6}(?:\0[- \xa0])?(?:\0[0-9]){4}(?!\0[0-9])"),
}


def spellings(cpr: str) -> tuple[str, ...]:
    """Return the ways to write the number `cpr`, ten digits, that `masked` hides."""
    return tuple(f"{cpr[:6]}{between}{cpr[6:]}" for between in _BETWEEN)


def masked(content: bytes) -> bytes:
    """Return `content` with every CPR number made unreadable."""
    for encoding, pattern in _CPR.items():
        if encoding != "ascii" and b"\0" not in content:  # a large answer is read once, not thrice
            continue
        content = pattern.sub(partial(_mask, MASK.encode(encoding)), content)
    return content


def masked_text(text: str) -> str:
    """Return `text` with every CPR number made unreadable."""
    return masked(text.encode()).decode()


def masked_header(text: str) -> str:
    """Return a header or an address with every CPR number made unreadable, decoded if need be."""
    plain = decoded(text)
    hidden = masked_text(plain)
    return hidden if hidden != plain or plain == text else masked_text(text)


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


def _mask(mask: bytes, match: re.Match[bytes]) -> bytes:
    """Return the mask, or the UUID that was found in place of a number."""
    return match.groupdict().get("uuid") or mask
