"""The kit, run against providers written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sf1472.contract import Contract, load_contract
from sf1472_conformance.checks import Run
from sf1472_conformance.knowledge import Expectation
from sf1472_conformance.plan import Selection
from sf1472_conformance.run import judge_through
from sf1472_conformance.settings import Settings
from sf1472_conformance.transport import Transport

from .calling import InProcess
from .provider import AARHUS, ANNA, CASES, CITIZENS, DATO, ODENSE, UDK, Provider

SHOWN = tuple(case.uuid for case in CASES if (case.cpr, case.owner) == (ANNA, UDK))
HIDDEN = tuple(case.uuid for case in CASES if (case.cpr, case.owner) == (ANNA, AARHUS))
KNOWLEDGE = (Expectation(ANNA, "kommune", "p11a_stk2", SHOWN, HIDDEN, udtoemmende=True),)
URL = "http://provider.invalid/service/KontrolsagListeHentService"


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """What fits the hand-written provider's data."""
    return Settings(URL, AARHUS, ODENSE, UDK, CITIZENS, DATO, KNOWLEDGE, examples=6)


@pytest.fixture(scope="session")
def judged(contract: Contract, settings: Settings) -> Callable[..., Run]:
    """Judge a provider in this process, without sockets."""

    def judge(
        provider: Transport | type[Provider],
        selection: Selection | None = None,
        examples: int = 6,
    ) -> Run:
        kind = provider if isinstance(provider, type) else None
        transport = InProcess(kind(contract), URL) if kind is not None else provider
        return judge_through(transport, replace(settings, examples=examples), contract, selection)

    return judge
