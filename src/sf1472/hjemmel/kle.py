"""Restrictions on KLE subjects (`KLEDataAfgr`): lists, wildcards at every level, intervals.

`27.*, 32.*-34.*` means 27.00.00 to 27.99.99 and 32.00.00 to 34.99.99.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from sf1472.patterns import KLE

Interval: TypeAlias = tuple[str, str]

_WILDCARD = re.compile(r"(?:([0-9]{2})\.)?(?:([0-9]{2})\.)?\*")


class KleError(ValueError):
    """A KLE restriction cannot be read; `part` is the piece that is wrong."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


@lru_cache(maxsize=1024)
def parse_kle(text: str) -> tuple[Interval, ...]:
    """Read a restriction into closed intervals of full subjects. Raises KleError."""
    return tuple(_interval(part) for part in text.split(","))


def kle_covers(intervals: tuple[Interval, ...], subject: str) -> bool:
    """Say whether `subject` (`xx.yy.zz`) lies within one of the intervals."""
    return any(first <= subject <= last for first, last in intervals)


def _interval(part: str) -> Interval:
    ends = [end.strip() for end in part.split("-")]
    if len(ends) > 2 or not all(ends):
        raise KleError(part.strip())
    first, last = _bounds(ends[0]), _bounds(ends[-1])
    if first[0] > last[1]:
        raise KleError(part.strip())
    return first[0], last[1]


def _bounds(text: str) -> Interval:
    """Return the first and last full subject that one subject or wildcard covers."""
    if KLE.fullmatch(text):
        return text, text
    match = _WILDCARD.fullmatch(text)
    if match is None:
        raise KleError(text)
    group, topic = match[1], match[2]
    return (
        f"{group or '00'}.{topic or '00'}.00",
        f"{group or '99'}.{topic or '99'}.99",
    )
