"""The kit, run against providers written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf1472.contract import Contract, load_contract
from sf1472_conformance.run import Run, judge_through
from sf1472_conformance.settings import Settings
from sf1472_conformance.transport import Transport

from .calling import InProcess
from .provider import AARHUS, CITIZENS, DATO, ODENSE, UDK, Provider

URL = "http://provider.invalid/service/KontrolsagListeHentService"


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """What fits the hand-written provider's data."""
    return Settings(URL, AARHUS, ODENSE, UDK, CITIZENS, DATO)


@pytest.fixture(scope="session")
def judged(contract: Contract, settings: Settings) -> Callable[[Transport | type[Provider]], Run]:
    """Judge a provider in this process, without sockets."""

    def judge(provider: Transport | type[Provider]) -> Run:
        kind = provider if isinstance(provider, type) else None
        transport = InProcess(kind(contract), URL) if kind is not None else provider
        return judge_through(transport, settings, contract)

    return judge
