"""The kit, run against the stub in this process, as it is and with modifiers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pytest

from sf1472.contract import Contract, load_contract
from sf1472_conformance.calling.transport import Transport
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge_through
from sf1472_conformance.report.run import Run

from .citizens import AARHUS, CITIZENS, KNOWLEDGE, ODENSE, UDK
from .sampling import is_sampled, near
from .stubbed import DATO, URL, Modifier, Stubbed


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The citizens that decide every rule, and what is known of them."""
    return Settings(URL, AARHUS, ODENSE, UDK, CITIZENS, DATO, KNOWLEDGE, examples=6)


@pytest.fixture(scope="session")
def judged(contract: Contract, settings: Settings) -> Callable[..., Run]:
    """Judge the stub with modifiers, or what answers through a transport, without sockets."""

    def judge(
        *modifiers: Modifier,
        transport: Transport | None = None,
        selection: Selection | None = None,
        **wishes: Any,
    ) -> Run:
        provider = transport or Stubbed(*modifiers)
        return judge_through(provider, replace(settings, **wishes), contract, selection)

    return judge


@pytest.fixture(scope="session")
def judging(pytestconfig: pytest.Config) -> Callable[..., tuple[str, ...]]:
    """Return the rules that judge a mutant: those near what it breaks, or all; see `sampling`."""
    full = pytestconfig.getoption("--full-matrix")

    def chosen(mutant: str, broken: Collection[str], rules: Collection[str]) -> tuple[str, ...]:
        return tuple(rules) if full or is_sampled(mutant) else near(broken, rules)

    return chosen
