"""What the tests of messages share: the shipped contract and its messages."""

import pytest

from sf1472.contract import Contract, load_contract
from sf1472.message import Messages


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Load the shipped contract once."""
    return load_contract()


@pytest.fixture(scope="session")
def messages(contract: Contract) -> Messages:
    """Return the reader and writer of the shipped contract."""
    return Messages(contract)
