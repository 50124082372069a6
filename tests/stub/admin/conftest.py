"""Running stubs to steer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sf1472_stub import Stub, StubServer, StubSettings

from ..caller import DATO, Caller
from .steering import Steering


@pytest.fixture(scope="module")
def server() -> Iterator[StubServer]:
    """A stub bound to loopback."""
    with StubServer(Stub(StubSettings(dato=DATO))).running() as server:
        yield server


@pytest.fixture
def caller(server: StubServer) -> Caller:
    """A caller of the stub's service."""
    return Caller(server)


@pytest.fixture
def admin(server: StubServer) -> Iterator[Steering]:
    """The stub's control API, everything as at the start."""
    server.stub.reset()
    yield Steering(server.base_url)
    server.stub.reset()
