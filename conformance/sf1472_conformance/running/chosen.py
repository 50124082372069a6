"""Which rules a pytest run's options choose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sf1472.errors import KitError
from sf1472_conformance.catalogue import Rule, RuleProfile, load_catalogue
from sf1472_conformance.plan.plan import read_plan
from sf1472_conformance.plan.selection import Selection


def selection_in(config: pytest.Config) -> Selection:
    """Return the rules that a run's options choose. Raises UsageError for an unknown profile."""
    plan = config.getoption("sf1472_plan")
    if plan is not None:
        return read_plan(Path(plan)).selection
    profile = config.getoption("sf1472_profile") or config.getini("sf1472_profile")
    try:
        return Selection(RuleProfile(profile), tuple(config.getoption("sf1472_rule")))
    except ValueError as error:
        raise pytest.UsageError(f"sf1472_profile: {profile!r} er ingen profil") from error


def chosen(selection: Selection) -> Mapping[str, Rule]:
    """Return the rules chosen, on providers and consumers alike. Raises UsageError for none."""
    try:
        return selection.among(load_catalogue().rules)
    except KitError as error:
        raise pytest.UsageError(str(error)) from error
