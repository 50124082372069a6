"""Binds a check to the rule it judges."""

from __future__ import annotations

from typing import cast

import pytest

MARKER = "sf1472_rule"


def rule(id_: str) -> pytest.MarkDecorator:
    """Bind a check to the rule `id_` of the catalogue."""
    return cast("pytest.MarkDecorator", getattr(pytest.mark, MARKER)(id_))


def rule_of(item: pytest.Item) -> str | None:
    """Return the rule that a test is bound to, None where it is bound to none."""
    marker = item.get_closest_marker(MARKER)
    return str(marker.args[0]) if marker is not None else None
