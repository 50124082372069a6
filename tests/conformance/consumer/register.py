"""The register of defective consumers, each with the rules that it must fail."""

from __future__ import annotations

from collections.abc import Callable

from .anvender import Anvender

DEFECTS: dict[str, tuple[type[Anvender], frozenset[str]]] = {}


def fails(*rules: str) -> Callable[[type[Anvender]], type[Anvender]]:
    """Register a defective consumer with the rules that it must fail, and no others."""

    def register(kind: type[Anvender]) -> type[Anvender]:
        assert kind.__name__ not in DEFECTS
        DEFECTS[kind.__name__] = (kind, frozenset(rules))
        return kind

    return register
