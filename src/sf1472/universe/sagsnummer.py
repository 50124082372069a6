"""UUIDs of the callers' own cases: they carry the citizen and prove themselves; none is stored.

A UUID of version 8 (RFC 9562) holds a tag over citizen and number, made with the seed, and citizen
and number masked by that tag. Reading takes the mask off and makes the tag again: a UUID that was
not made with this seed does not fit. The seed is no secret; this hides nothing, it only spreads the
numbers and lets any UUID be answered.
"""

from __future__ import annotations

from hashlib import blake2b
from uuid import UUID

_PAYLOAD = 10**10 << 4  # a CPR number and a number of at most four bits
_MASK_BITS, _TAG_BITS = 38, 84
_SPREAD = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio


class Sagsnumre:
    """Makes and reads the UUIDs of one seed."""

    def __init__(self, froe: int) -> None:
        self._froe = f"sf1472/egen-sag/{froe}/".encode()

    def skriv(self, cpr: str, nummer: int) -> str:
        """Return the UUID of the citizen's own case `nummer` (0 to 15). `cpr` has ten digits."""
        plain = int(cpr) << 4 | nummer
        tag = self._tag(plain)
        return _uuid(tag << _MASK_BITS | plain ^ _mask(tag))

    def laes(self, uuid: str) -> tuple[str, int] | None:
        """Return citizen and number, or None when the UUID was not made with this seed."""
        payload = _payload(uuid)
        tag, masked = payload >> _MASK_BITS, payload & (1 << _MASK_BITS) - 1
        plain = masked ^ _mask(tag)
        if plain >= _PAYLOAD or self._tag(plain) != tag:
            return None
        cpr, nummer = f"{plain >> 4:010d}", plain & 15
        return (cpr, nummer) if self.skriv(cpr, nummer) == uuid else None

    def _tag(self, plain: int) -> int:
        digest = blake2b(self._froe + b"%d" % plain, digest_size=16).digest()
        return int.from_bytes(digest, "big") >> (128 - _TAG_BITS)


def _mask(tag: int) -> int:
    """Spread the tag over the mask's bits."""
    return tag * _SPREAD >> 40 & (1 << _MASK_BITS) - 1


def _uuid(payload: int) -> str:
    """Put 122 bits around the version and variant bits of a UUID."""
    high, middle, low = payload >> 74, payload >> 62 & 0xFFF, payload & (1 << 62) - 1
    text = f"{high << 80 | 8 << 76 | middle << 64 | 2 << 62 | low:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _payload(uuid: str) -> int:
    number = UUID(uuid).int
    return number >> 80 << 74 | (number >> 64 & 0xFFF) << 62 | number & (1 << 62) - 1
