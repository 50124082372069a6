"""How much of its suite each mutant of a kill matrix is judged by.

A matrix proves two things of every mutant: the rules that it breaks fail, and no other rule does.
An ordinary run proves the first of every mutant, by all the rules of the areas (`P-FEJL`,
`C-HTTP`) that it declares: exactly those declared must fail among them, and none may break down.
A rule nobody would expect to fail lies in another area, and is answered in the same way whichever
mutant it is; so the second is proved of every sixteenth mutant, chosen by its name, which fails the
declared rules of the whole suite and no other. What an ordinary run no longer sees is a defect of
the kit by which a mutant outside the sample also fails a rule of an area that it has nothing to do
with. `make full-matrix` (pytest's `--full-matrix`) judges every mutant by every rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from zlib import crc32

EVERY = 16


def is_sampled(mutant: str) -> bool:
    """Say whether a mutant is one of those that every run judges by the whole suite."""
    return crc32(mutant.encode()) % EVERY == 0


def area(rule: str) -> str:
    """Return the area of a rule's id: `P-FEJL` of `P-FEJL-7`."""
    return rule.rpartition("-")[0]


def near(broken: Collection[str], rules: Iterable[str]) -> tuple[str, ...]:
    """Return the rules in the areas of those that are broken; all of them where none is."""
    areas = {area(rule) for rule in broken}
    return tuple(rule for rule in rules if not areas or area(rule) in areas)
