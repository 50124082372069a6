"""What a run is told: where the provider is, who asks, about whom, on which day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sf1472.contract import Contract
from sf1472.errors import KitError, ProfileError
from sf1472.timing import SYSTEM, Timing
from sf1472.universe import Data, load_data
from sf1472_conformance.law.knowledge import Expectation
from sf1472_conformance.law.oracle import DENMARK

SEED = 1472
EXAMPLES = 100


@dataclass(frozen=True)
class Settings:
    """One run's settings.

    `url` is the service's address; `kommune`, `anden_kommune` and `udk` are the CVR numbers of the
    callers; `citizens` the CPR numbers asked about; `dato` the provider's date. `knowledge` is
    what is known of its data; `seed` decides transaction ids and generated requests, `examples`
    how many of the latter each rule sends.
    """

    url: str
    kommune: str
    anden_kommune: str
    udk: str
    citizens: tuple[str, ...]
    dato: date
    knowledge: tuple[Expectation, ...] = ()
    seed: int = SEED
    examples: int = EXAMPLES


@dataclass(frozen=True)
class Wishes:
    """What the user said; None and empty mean: take it from the shipped data."""

    url: str
    kommune: str | None = None
    anden_kommune: str | None = None
    udk: str | None = None
    citizens: tuple[str, ...] = ()
    dato: date | None = None
    knowledge: tuple[Expectation, ...] = ()
    seed: int = SEED
    examples: int = EXAMPLES


def settle(
    wishes: Wishes, contract: Contract, overlay: Path | None = None, timing: Timing = SYSTEM
) -> Settings:
    """Fill in what the user did not say from the data files, those in `overlay` first.

    Raises KitError when the callers are not three different ones, or the contract has no codes.
    """
    if not contract.profile.hjemler:
        raise ProfileError(
            contract.profile.file, "kontrakten har ingen koder for hjemmel", element="codes.hjemmel"
        )
    data = load_data(contract.profile, overlay)
    dato = wishes.dato or timing.now().astimezone(DENMARK).date()
    municipalities = _municipalities(data, dato, {wishes.kommune, wishes.anden_kommune})
    settings = Settings(
        url=re.sub(r"\?wsdl$", "", wishes.url, flags=re.IGNORECASE),
        kommune=wishes.kommune or next(municipalities),
        anden_kommune=wishes.anden_kommune or next(municipalities),
        udk=wishes.udk or data.register.udk.cvr,
        citizens=_citizens(wishes) or tuple(data.univers.testborgere),
        dato=dato,
        knowledge=wishes.knowledge,
        seed=wishes.seed,
        examples=wishes.examples,
    )
    callers = (settings.kommune, settings.anden_kommune, settings.udk)
    if len(set(callers)) != len(callers):
        raise KitError(
            "Kommunen, den anden kommune og Udbetaling Danmark skal have hver sit CVR-nummer, "
            f"men er {', '.join(callers)}"
        )
    return settings


def _citizens(wishes: Wishes) -> tuple[str, ...]:
    """Return the citizens named by the user and in the knowledge, each once."""
    return tuple(dict.fromkeys((*wishes.citizens, *(k.borger for k in wishes.knowledge))))


def _municipalities(data: Data, dato: date, taken: Iterable[str | None]) -> Iterator[str]:
    """Yield CVR numbers of municipalities, those that own a test citizen's case first."""
    udk = data.register.udk.cvr
    owners = [s.ejer.cvr for b in data.univers.testborgere.values() for s in b.sager(dato)]
    known = dict.fromkeys([*owners, *data.register.myndigheder])
    return iter([cvr for cvr in known if cvr != udk and cvr not in set(taken)])
