"""Plugins and settings for the project's own tests."""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]

# No test is timed: what a loaded machine does slowly is not wrong.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let every mutant be judged by every rule."""
    parser.addoption("--full-matrix", action="store_true", help="every mutant by every rule")
