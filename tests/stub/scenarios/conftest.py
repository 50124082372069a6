"""A stub of each test's own: scenarios have states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from tests.stub.caller import DATO, Caller


@pytest.fixture
def start() -> Iterator[Callable[..., Caller]]:
    """Start a stub with settings of one's own."""
    with ExitStack() as stack:

        def starter(**settings: object) -> Caller:
            stub = Stub(StubSettings(dato=DATO, **settings))  # type: ignore[arg-type]
            return Caller(stack.enter_context(StubServer(stub).running()))

        yield starter


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """A stub that the tests of a module share; they use scenarios without states."""
    with StubServer(Stub(StubSettings(dato=DATO))).running() as server:
        yield Caller(server)
