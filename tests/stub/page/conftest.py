"""A stub with its page, and someone who reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sf1472_stub import Stub, StubServer, StubSettings

from ..caller import DATO, Caller
from .reader import Reader


@pytest.fixture(scope="session")
def one_server() -> Iterator[StubServer]:
    """The stub that the tests share, on a fixed date."""
    with StubServer(Stub(StubSettings(dato=DATO))).running() as running:
        yield running


@pytest.fixture
def server(one_server: StubServer) -> StubServer:
    """The stub on a socket, as if just started."""
    one_server.stub.reset()
    return one_server


@pytest.fixture
def stub(server: StubServer) -> Stub:
    """The stub's parts."""
    return server.stub


@pytest.fixture
def caller(server: StubServer) -> Caller:
    """Someone who calls the service."""
    return Caller(server)


@pytest.fixture
def reader(server: StubServer) -> Iterator[Reader]:
    """Someone who reads the page."""
    with Reader(server) as reader:
        yield reader
