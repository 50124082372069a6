"""The kit's own reading of a KLE restriction: lists, wildcards and intervals."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"\*|\d\d\.\*|\d\d\.\d\d\.\*|\d\d\.\d\d\.\d\d")


def is_subject(key: str) -> bool:
    """Say whether `key` is a KLE subject at the lowest level, as a case's own is."""
    return re.fullmatch(r"\d\d\.\d\d\.\d\d", key) is not None


def within(subject: str, restriction: str) -> bool:
    """Say whether a subject (`xx.yy.zz`) lies in a restriction. Raises ValueError."""
    return any(_inside(subject, part.strip()) for part in restriction.split(","))


def group(subject: str) -> str:
    """Return the restriction to a subject's main group."""
    return f"{subject[:2]}.*"


def elsewhere(subject: str) -> str:
    """Return a restriction to the main group after the subject's own."""
    return f"{(int(subject[:2]) + 1) % 100:02}.*"


def _inside(subject: str, part: str) -> bool:
    first, _, last = part.partition("-")
    low, high = _bounds(first.strip())[0], _bounds((last or first).strip())[1]
    return low <= subject <= high


def _bounds(term: str) -> tuple[str, str]:
    if not _WHOLE.fullmatch(term):
        raise ValueError(f"{term!r} is no KLE restriction")
    stem = term.rstrip("*")
    return stem + "00.00.00"[len(stem) :], stem + "99.99.99"[len(stem) :]
