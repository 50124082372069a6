"""The provider under judgement: where it is, by which contract it is judged, how it is called."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID, uuid5

from sf1472.contract import Contract
from sf1472.message import Messages
from sf1472_conformance.calling.transport import (
    CachedTransport,
    HttpTransport,
    LimitedTransport,
    Transport,
)
from sf1472_conformance.messages.shape import Shape, load_shape
from sf1472_conformance.plan.plan import Limits, Plan
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.report.structure import JudgedProvider

_KIT = UUID("14720000-0000-4000-8000-000000001472")


class Subject:
    """The provider of `contract` at `settings.url`, called through `transport`.

    `options` are the command line's, without values, that a call sent again needs too.
    """

    def __init__(
        self,
        settings: Settings,
        contract: Contract,
        transport: Transport,
        options: tuple[str, ...] = (),
    ) -> None:
        self._options = options
        self.settings = settings
        self.contract = contract
        self.transport = transport
        self.messages = Messages(contract)
        self.bound_version = contract.service.soap_version
        self.some_uuid = str(uuid5(_KIT, "some"))  # of nothing that a provider knows
        self.run_id = uuid5(_KIT, str(settings.seed))

    @cached_property
    def shape(self) -> Shape:
        """The request's shape in the contract's schema; reading it takes a third of a second."""
        schema = self.contract.folder / self.contract.profile.schema
        return load_shape(schema, self.contract.service.request_root)

    @property
    def citizens(self) -> tuple[str, ...]:
        """The CPR numbers asked about."""
        return self.settings.citizens

    @property
    def seed(self) -> int:
        """What transaction ids and generated requests are drawn from."""
        return self.settings.seed

    def describe(self) -> JudgedProvider:
        """Say how the provider was called, as a report does; citizens are counted, not named."""
        settings = self.settings
        return JudgedProvider(
            url=settings.url,
            transport=self.transport.description,
            kommune=settings.kommune,
            anden_kommune=settings.anden_kommune,
            udk=settings.udk,
            citizens=len(settings.citizens),
            knowledge=len(settings.knowledge),
            dato=settings.dato.isoformat(),
            options=self._options,
        )

    @property
    def callers(self) -> tuple[str, str]:
        """A municipality and Udbetaling Danmark: the two sectors' callers."""
        return self.settings.kommune, self.settings.udk


def subject_of(plan: Plan) -> Subject:
    """Return the provider of `plan`. Raises KitError when it cannot be called as the plan says."""
    transport = HttpTransport(plan.settings.url, plan.connection)
    options = plan.connection.options
    return subject_through(transport, plan.settings, plan.load_contract(), plan.limits, options)


def subject_through(
    transport: Transport,
    settings: Settings,
    contract: Contract,
    limits: Limits,
    options: tuple[str, ...] = (),
) -> Subject:
    """Return the provider behind `transport`: called within `limits`, and once with each call."""
    limited = LimitedTransport(transport, limits.rate, limits.until)
    return Subject(settings, contract, CachedTransport(limited), options)
