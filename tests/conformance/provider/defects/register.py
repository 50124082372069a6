"""The register of defective providers: by name, what each is composed of and must fail."""

from __future__ import annotations

from dataclasses import dataclass

from ...stubbed import Modifier, Stubbed


@dataclass(frozen=True)
class Defect:
    """The stub with modifiers that must make it fail these rules, and no others."""

    rules: frozenset[str]
    modifiers: tuple[Modifier, ...]


DEFECTS: dict[str, Defect] = {}


def defect(name: str, rules: set[str], *modifiers: Modifier) -> None:
    """Put a defective provider into the register."""
    assert name not in DEFECTS
    DEFECTS[name] = Defect(frozenset(rules), modifiers)


def defective(*names: str) -> Stubbed:
    """Return the provider with the defects of these names."""
    return Stubbed(*(modifier for name in names for modifier in DEFECTS[name].modifiers))
