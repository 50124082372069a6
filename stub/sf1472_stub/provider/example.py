"""The example question: who asks in examples and tables, what, and what the caller is shown.

The start text, the page and `sf1472 citizens` all take it from here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, Protocol

from lxml import etree

from sf1472.contract import Contract
from sf1472.domain import Myndighed
from sf1472.hjemmel import Hjemmelsdata
from sf1472.message import Forespoergsel, Rettighed
from sf1472.universe import Data
from sf1472_stub.provider.business import Provider
from sf1472_stub.soap.envelope import BY_NAME


class Asked(Protocol):
    """What an example needs of the stub."""

    @property
    def contract(self) -> Contract:
        """The contract that is served."""

    @property
    def data(self) -> Data:
        """Registers and citizens."""

    @property
    def hjemmel(self) -> Hjemmelsdata:
        """The law's data."""

    @property
    def provider(self) -> Provider:
        """What answers requests."""

    @property
    def clock(self) -> Callable[[], date]:
        """The stub's date."""


class Shown(NamedTuple):
    """How many running and shelved cases a caller is shown."""

    loebende: int
    henlagte: int

    def __str__(self) -> str:
        """Say it in a few words."""
        words = []
        if self.loebende:
            words.append(f"{self.loebende} løbende")
        if self.henlagte:
            words.append(f"{self.henlagte} henlagt{'e' if self.henlagte > 1 else ''}")
        return ", ".join(words) or "intet"


class Example(NamedTuple):
    """A call that can be sent as it stands: its media type, and its envelope as text."""

    content_type: str
    envelope: str


def example_kommune(stub: Asked) -> Myndighed:
    """Return the municipality that asks: the first with an agreement today, else the first."""
    kommuner = [m for m in stub.data.register.myndigheder.values() if m.kommunekode]
    dato = stub.clock()
    return next((m for m in kommuner if stub.hjemmel.aftaler.gaelder(m.cvr, dato)), kommuner[0])


def example(stub: Asked) -> Example | None:
    """Return a municipality's call about the first test citizen; None when there are none."""
    cpr = next(iter(stub.data.univers.testborgere), None)
    if cpr is None:
        return None
    asked = question(stub, cpr, example_kommune(stub), stub.hjemmel.bredeste_hjemmel())
    version = BY_NAME[stub.contract.service.soap_version]
    envelope = version.wrap(stub.provider.messages.write_request(asked)).decode()
    return Example(version.content_type, envelope.partition("\n")[2])


def question(stub: Asked, cpr: str, kalder: Myndighed, hjemmel: str) -> Forespoergsel:
    """Return the question of an authority about a citizen, without restrictions.

    `hjemmel` is the domain's id of the legal basis.
    """
    return Forespoergsel(
        transaktions_id="mit-foerste-kald",
        transaktions_tid=f"{stub.clock().isoformat()}T12:00:00",
        grupper=(Rettighed((stub.contract.profile.hjemmelskode(hjemmel),)),),
        myndighed_cvr=kalder.cvr,
        cpr_nummer=cpr,
    )


def shown(stub: Asked, cpr: str, kalder: Myndighed, hjemmel: str) -> Shown:
    """Return what the stub's own answer to the question shows the caller."""
    provider = stub.provider
    answer = etree.fromstring(provider.svar(question(stub, cpr, kalder, hjemmel)))
    grupper = provider.messages.read_answer(answer).grupper
    return Shown(sum(len(g.loebende) for g in grupper), sum(len(g.henlagte) for g in grupper))
