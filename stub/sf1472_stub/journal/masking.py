"""CPR numbers in what a caller sent are made unreadable before the journal keeps them."""

from __future__ import annotations

import re
from functools import partial

from sf1472.masking import IN_BYTES, MASK, decoded


def masked(content: bytes) -> bytes:
    """Return `content` with every CPR number made unreadable."""
    for encoding, pattern in IN_BYTES.items():
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


def _mask(mask: bytes, match: re.Match[bytes]) -> bytes:
    """Return the mask, or the UUID that was found in place of a number."""
    return match.groupdict().get("uuid") or mask
