"""The provider under judgement, as the checks see it: ask it, send to it, read what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from lxml import etree

from sf1472.contract import Contract
from sf1472.errors import ProfileError
from sf1472.message import Afgraensning, Forespoergsel, Messages, Rettighed, Svar, VistKontrolsag
from sf1472_conformance.calling.transport import Call, Exchange, Transport
from sf1472_conformance.messages import soap
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.report.report import Provider
from sf1472_conformance.verdict.verdicts import Fails, Finding, NotApplicable, NotRun

if TYPE_CHECKING:
    from sf1472_conformance.messages.shape import Shape

STK1 = "p11a_stk1"
STK2 = "p11a_stk2"
TIME = "2026-05-01T09:30:00+02:00"
_KIT = UUID("14720000-0000-4000-8000-000000001472")


@dataclass(frozen=True)
class Answer:
    """A usable answer: the exchange, the body's element and what the message says."""

    exchange: Exchange
    body: etree._Element
    svar: Svar

    @property
    def running(self) -> tuple[VistKontrolsag, ...]:
        """The running cases of all groups."""
        return tuple(sag for gruppe in self.svar.grupper for sag in gruppe.loebende)

    @property
    def shelved(self) -> tuple[VistKontrolsag, ...]:
        """The shelved cases of all groups."""
        return tuple(sag for gruppe in self.svar.grupper for sag in gruppe.henlagte)

    @property
    def cases(self) -> tuple[VistKontrolsag, ...]:
        """All cases of all groups."""
        return (*self.running, *self.shelved)

    @property
    def uuids(self) -> frozenset[str]:
        """The UUIDs of all cases."""
        return frozenset(sag.uuid for sag in self.cases)

    @property
    def refused(self) -> bool:
        """Whether the answer carries a business error (Fejl)."""
        return any(r.fejl_id is not None or r.fejl_tekst is not None for r in self.svar.reaktioner)


@dataclass(frozen=True)
class Refusal:
    """A SOAP fault: the exchange, the fault, and the version the request was written in."""

    exchange: Exchange
    fault: soap.Fault
    version: str


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
        self._run = uuid5(_KIT, str(settings.seed))

    @cached_property
    def shape(self) -> Shape:
        """The request's shape in the contract's schema; reading it takes a third of a second."""
        from sf1472_conformance.messages.shape import load_shape

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

    def describe(self) -> Provider:
        """Say how the provider was called, as a report does; citizens are counted, not named."""
        settings = self.settings
        return Provider(
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

    def code(self, hjemmel: str) -> str:
        """Return the contract's code of a legal basis. Raises NotApplicable when it has none."""
        for code, known in self.contract.profile.hjemler.items():
            if known == hjemmel:
                return code
        raise NotApplicable("no_code", hjemmel=hjemmel)

    def request(
        self,
        caller: str,
        cpr: str,
        codes: tuple[str, ...],
        owners: tuple[str, ...] = (),
        *,
        limits: tuple[Afgraensning, ...] = (),
        sag_uuid: str | None = None,
        mark: str = "",
    ) -> Forespoergsel:
        """Return a request; the same arguments and seed give the same message.

        `owners` are the authorities named in the restriction, `limits` the data restrictions;
        `sag_uuid` asks about a case instead of the citizen; `mark` makes a message differ.
        """
        key = "|".join((caller, cpr, *codes, *owners, *map(str, limits), sag_uuid or "", mark))
        return Forespoergsel(
            transaktions_id=str(uuid5(self._run, key)),
            transaktions_tid=TIME,
            grupper=(Rettighed(hjemler=codes, myndigheder=owners, afgraensninger=limits),),
            myndighed_cvr=caller,
            cpr_nummer=cpr if sag_uuid is None else None,
            sag_uuid=sag_uuid,
        )

    def plain_request(self, mark: str = "") -> Forespoergsel:
        """Return an ordinary request: the municipality asks about the first citizen, stk. 2.

        A contract without stk. 2 is asked with the first legal basis it has.
        """
        settings, hjemler = self.settings, self.contract.profile.hjemler
        code = next((c for c, known in hjemler.items() if known == STK2), next(iter(hjemler)))
        return self.request(settings.kommune, settings.citizens[0], (code,), mark=mark)

    def send(
        self, body: str, version: str | None = None, *, header: str = "", doctype: str = ""
    ) -> Exchange:
        """Send `body` in an envelope of `version` (the contract's own by default)."""
        version = version or self.bound_version
        return self.post(soap.write(body, version, header, doctype), self.headers(version))

    def headers(self, version: str) -> tuple[tuple[str, str], ...]:
        """Return the HTTP headers of a call in `version`."""
        return soap.headers(version, self.contract.service.soap_action)

    def post(self, body: bytes, headers: tuple[tuple[str, str], ...]) -> Exchange:
        """Send bytes as they are."""
        return self.transport.send(Call("POST", self.settings.url, headers, body))

    def get(self, url: str) -> Exchange:
        """Fetch `url`, which must lie at the provider's origin."""
        return self.transport.send(Call("GET", url))

    def tell(self, request: Forespoergsel, version: str | None = None) -> Exchange:
        """Send `request` and return the exchange, whatever came of it."""
        return self.send(self.messages.write_request(request), version)

    def ask(
        self,
        caller: str,
        cpr: str,
        *hjemler: str,
        owners: tuple[str, ...] = (),
        limits: tuple[Afgraensning, ...] = (),
        sag_uuid: str | None = None,
        mark: str = "",
    ) -> Answer:
        """Ask about a citizen under legal bases (the domain's ids). Raises NotRun on no answer."""
        codes = tuple(self.code(hjemmel) for hjemmel in hjemler)
        request = self.request(
            caller, cpr, codes, owners, limits=limits, sag_uuid=sag_uuid, mark=mark
        )
        return self.answer(self.tell(request))

    def survey(self, caller: str, *hjemler: str) -> Iterator[Answer]:
        """Ask about every citizen in turn."""
        for cpr in self.settings.citizens:
            yield self.ask(caller, cpr, *hjemler)

    def shows_cases(self) -> bool:
        """Say whether any citizen shows any case to any caller."""
        return any(a.cases for caller in self.callers for a in self.survey(caller, STK2))

    def ground(self) -> None:
        """Raise NotRun unless an ordinary request is answered; P-SOAP-1 and P-SOAP-2 judge that."""
        for version in self.versions():
            self.answer(self.tell(self.plain_request(), version))

    def answer(self, exchange: Exchange) -> Answer:
        """Read an answer that a check builds on. Raises NotRun when it cannot be used."""
        try:
            body = self.answer_body(exchange)
            return Answer(exchange, body, self.messages.read_answer(body))
        except Fails as failure:
            raise NotRun("needs_answer", *failure.findings) from failure
        except ProfileError as error:
            raise NotRun("needs_valid_answer", Finding(exchange)) from error

    def answer_body(self, exchange: Exchange) -> etree._Element:
        """Return the answer's element in a successful exchange. Raises Fails otherwise."""
        envelope = self.envelope(exchange)
        root = self.contract.service.answer_root
        names = ", ".join(etree.QName(child).localname for child in envelope.children) or "-"
        if envelope.fault is not None:
            found = f"{envelope.fault.code}: {envelope.fault.reason}"
            raise Fails("got_fault", Finding(exchange, found=found), status=exchange.status)
        if len(envelope.children) != 1 or envelope.children[0].tag != root:
            raise Fails("wrong_body", Finding(exchange, expected=root, found=names))
        if exchange.status != 200:
            status = exchange.status
            raise Fails("wrong_status", Finding(exchange, expected="200", found=str(status)))
        return envelope.children[0]

    def envelope(self, exchange: Exchange) -> soap.Envelope:
        """Read the response's envelope. Raises Fails when there is none."""
        if exchange.response is None:
            raise Fails("no_response", Finding(exchange), problem=exchange.error)
        try:
            return soap.read(exchange.body)
        except soap.SoapError as error:
            finding = Finding(
                exchange, line=error.line, expected="soap:Envelope", found=error.problem
            )
            raise Fails("no_envelope", finding, status=exchange.status) from error

    def refusal(self, exchange: Exchange, version: str) -> Refusal:
        """Return the fault that refused a bad message. Raises Fails when none did."""
        fault = self.envelope(exchange).fault
        if fault is None:
            raise Fails("not_refused", Finding(exchange, expected="soap:Fault"), version=version)
        return Refusal(exchange, fault, version)

    def versions(self) -> tuple[str, ...]:
        """Return the SOAP versions to judge: the contract's, and the other if it is offered."""
        others = (v for v in soap.VERSIONS if v != self.bound_version and self.offers(v))
        return (self.bound_version, *others)

    def offers(self, version: str) -> bool:
        """Say whether an ordinary request in `version` is answered; how it is refused is free."""
        try:
            self.answer_body(self.tell(self.plain_request(), version))
        except Fails:
            return False
        return True

    def require(self, version: str) -> None:
        """Raise NotApplicable when `version` is neither the contract's nor offered."""
        if version not in self.versions():
            exchange = self.tell(self.plain_request(), version)
            raise NotApplicable("version_not_offered", Finding(exchange), version=version)
