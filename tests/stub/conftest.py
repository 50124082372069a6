"""A running stub to call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from sf1472_stub import Stub, StubServer, StubSettings

from .caller import DATO, Caller


@pytest.fixture(scope="session")
def caller() -> Iterator[Caller]:
    """A caller of a stub with shipped contract and data on a fixed date."""
    with StubServer(Stub(StubSettings(dato=DATO))).running() as server:
        yield Caller(server)


@pytest.fixture
def start() -> Iterator[Callable[[StubSettings], Caller]]:
    """Start a stub of one's own."""
    with ExitStack() as stack:
        yield lambda settings: Caller(stack.enter_context(StubServer(Stub(settings)).running()))
