"""The theme matrix (kontroltemamatrix): which themes matter to which benefit. HJ-TEMA-1."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sf1472.hjemmel.kle import Interval, kle_covers


class Temamatrix:
    """Pairs of KLE intervals and themes; a theme matters to the benefits it is paired with."""

    def __init__(self, raekker: Iterable[tuple[Interval, str]]) -> None:
        self._raekker = tuple(raekker)
        self.relevante = lru_cache(maxsize=4096)(self._relevante)

    def _relevante(self, ydelser: tuple[str, ...]) -> frozenset[str]:
        """Return the themes that matter to at least one of the benefits (KLE subjects)."""
        return frozenset(
            tema
            for interval, tema in self._raekker
            if any(kle_covers((interval,), ydelse) for ydelse in ydelser)
        )
