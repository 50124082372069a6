"""Plugins and settings for the project's own tests."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]

HERE = Path(__file__).parent
# Matrices, exams, whole runs in processes, examples and foreign providers: `make quick` skips them.
SLOW = (
    "conformance/consumer/",
    "conformance/foreign/",
    "conformance/provider/",
    "conformance/running/",
    "examples/",
    "hjemmel/test_oracle.py",
)

# No test is timed: what a loaded machine does slowly is not wrong.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let every mutant be judged by every rule."""
    parser.addoption("--full-matrix", action="store_true", help="every mutant by every rule")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow before pytest leaves out what was not asked for."""
    for item in items:
        if item.path.relative_to(HERE).as_posix().startswith(SLOW):
            item.add_marker("slow")
