"""Binds a check to the rule it judges."""

from __future__ import annotations

from typing import cast

import pytest

MARKER = "sf1472_rule"


def rule(id_: str) -> pytest.MarkDecorator:
    """Bind a check to the rule `id_` of the catalogue."""
    return cast("pytest.MarkDecorator", getattr(pytest.mark, MARKER)(id_))
