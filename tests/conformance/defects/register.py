"""The register of defective providers."""

from __future__ import annotations

from collections.abc import Callable

from ..provider import Provider

DEFECTS: dict[str, tuple[type[Provider], frozenset[str]]] = {}


def fails(*rules: str) -> Callable[[type[Provider]], type[Provider]]:
    """Register a defective provider with the rules that it must fail, and no others."""

    def register(kind: type[Provider]) -> type[Provider]:
        DEFECTS[kind.__name__] = (kind, frozenset(rules))
        return kind

    return register
