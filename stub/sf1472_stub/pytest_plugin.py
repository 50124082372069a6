"""pytest fixtures for consumers written in Python; loaded by pytest once the kit is installed.

    def test_it_waits_and_tries_again(sf1472_stub, sf1472_scenario):
        sf1472_scenario("foerste-kald-fejler")
        assert my_client(sf1472_stub.url).hent("0113801001")

Each xdist worker has a stub of its own on a free port, so tests may run in parallel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sf1472_stub import StubServer, StubSettings


@pytest.fixture(scope="session")
def sf1472_settings() -> StubSettings:
    """Return what the stub is started with; override the fixture to change it."""
    from sf1472_stub import StubSettings

    return StubSettings()


@pytest.fixture(scope="session")
def sf1472_server(sf1472_settings: StubSettings) -> Iterator[StubServer]:
    """Run one stub for the session (for each xdist worker)."""
    from sf1472_stub import Stub, StubServer

    with StubServer(Stub(sf1472_settings)).running() as server:
        yield server


@pytest.fixture
def sf1472_stub(sf1472_server: StubServer) -> Iterator[StubServer]:
    """Give a test the running stub: `url`, `base_url`, and `stub` with its journal and clock.

    Scenarios, clock and journal are as at the start, before the test and after it.
    """
    sf1472_server.stub.reset()
    yield sf1472_server
    sf1472_server.stub.reset()


@pytest.fixture
def sf1472_scenario(sf1472_stub: StubServer) -> Callable[..., None]:
    """Give a test the switch: `sf1472_scenario(navn)`, or `(navn, times=1)` for one call only."""

    def activate(navn: str, times: int | None = None) -> None:
        try:
            sf1472_stub.stub.scenarios.activate(navn, times)
        except KeyError:
            known = ", ".join(s.navn for s in sf1472_stub.stub.scenarios.every)
            raise pytest.UsageError(f"Scenariet {navn!r} findes ikke. De er: {known}") from None

    return activate
