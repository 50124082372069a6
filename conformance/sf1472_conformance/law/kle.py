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


def readable(restriction: str) -> bool:
    """Say whether `restriction` is written as a restriction is."""
    try:
        return bool(_spans(restriction))
    except ValueError:
        return False


def covers(wide: str, narrow: str) -> bool:
    """Say whether everything in `narrow` lies in `wide`. Raises ValueError."""
    allowed = _merged(_spans(wide))
    return all(
        any(low <= first and last <= high for low, high in allowed)
        for first, last in _spans(narrow)
    )


def group(subject: str) -> str:
    """Return the restriction to a subject's main group."""
    return f"{subject[:2]}.*"


def forms(subject: str) -> tuple[str, ...]:
    """Return the restrictions to a subject itself, its subgroup and its main group."""
    return subject, f"{subject[:5]}.*", group(subject)


def beside(subject: str) -> tuple[str, ...]:
    """Return the restrictions to the subject, the subgroup and the main group after its own."""
    main, sub, last = subject.split(".")
    return f"{main}.{sub}.{_after(last)}", f"{main}.{_after(sub)}.*", elsewhere(subject)


def elsewhere(subject: str) -> str:
    """Return a restriction to the main group after the subject's own."""
    return f"{_after(subject[:2])}.*"


def _after(part: str) -> str:
    return f"{(int(part) + 1) % 100:02}"


def _inside(subject: str, part: str) -> bool:
    first, _, last = part.partition("-")
    low, high = _bounds(first.strip())[0], _bounds((last or first).strip())[1]
    return low <= subject <= high


def _spans(restriction: str) -> list[tuple[int, int]]:
    """Return the parts of a restriction as first and last subject, each six digits."""
    parts = [part.strip().partition("-") for part in restriction.split(",")]
    ends = [(_bounds(low.strip())[0], _bounds((high or low).strip())[1]) for low, _, high in parts]
    return [(int(low.replace(".", "")), int(high.replace(".", ""))) for low, high in ends]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _bounds(term: str) -> tuple[str, str]:
    if not _WHOLE.fullmatch(term):
        raise ValueError(f"{term!r} is no KLE restriction")
    stem = term.rstrip("*")
    return stem + "00.00.00"[len(stem) :], stem + "99.99.99"[len(stem) :]
