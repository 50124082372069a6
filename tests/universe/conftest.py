"""What the tests of the universe share: the shipped contract's profile and the shipped data."""

import shutil
from pathlib import Path

import pytest

from sf1472.contract import Profile, load_contract
from sf1472.universe import Data, load_data

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="session")
def profile() -> Profile:
    """Return the shipped contract's profile."""
    return load_contract().profile


@pytest.fixture(scope="session")
def data(profile: Profile) -> Data:
    """Return the shipped data."""
    return load_data(profile)


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """Return a copy of the shipped data that a test may change and lay over it."""
    copy = tmp_path / "egne"
    shutil.copytree(FIXTURES, copy)
    return copy
