"""Reading what a provider says: an answer, an envelope, or a fault that refuses."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from sf1472.errors import ProfileError
from sf1472.message import Svar, VistKontrolsag
from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Fails, Finding, NotRun


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
    def has_fejl(self) -> bool:
        """Whether the answer carries a business error (Fejl)."""
        return any(r.fejl_id is not None or r.fejl_tekst is not None for r in self.svar.reaktioner)


@dataclass(frozen=True)
class Refusal:
    """A SOAP fault: the exchange, the fault, and the version the request was written in."""

    exchange: Exchange
    fault: soap.Fault
    version: str


def answer(subject: Subject, exchange: Exchange) -> Answer:
    """Read an answer that a check builds on. Raises NotRun when it cannot be used."""
    try:
        body = answer_body(subject, exchange)
        return Answer(exchange, body, subject.messages.read_answer(body))
    except Fails as failure:
        raise NotRun("needs_answer", *failure.findings) from failure
    except ProfileError as error:
        raise NotRun("needs_valid_answer", Finding(exchange)) from error


def answer_body(subject: Subject, exchange: Exchange) -> etree._Element:
    """Return the answer's element in a successful exchange. Raises Fails otherwise."""
    read = envelope(exchange)
    root = subject.contract.service.answer_root
    names = ", ".join(etree.QName(child).localname for child in read.children) or "-"
    if read.fault is not None:
        found = f"{read.fault.code}: {read.fault.reason}"
        raise Fails("got_fault", Finding(exchange, found=found), status=exchange.status)
    if len(read.children) != 1 or read.children[0].tag != root:
        raise Fails("wrong_body", Finding(exchange, expected=root, found=names))
    if exchange.status != 200:
        status = exchange.status
        raise Fails("wrong_status", Finding(exchange, expected="200", found=str(status)))
    return read.children[0]


def envelope(exchange: Exchange) -> soap.Envelope:
    """Read the response's envelope. Raises Fails when there is none."""
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    try:
        return soap.read(exchange.body)
    except soap.SoapError as error:
        finding = Finding(exchange, line=error.line, expected="soap:Envelope", found=error.problem)
        raise Fails("no_envelope", finding, status=exchange.status) from error


def refusal(exchange: Exchange, version: str) -> Refusal:
    """Return the fault that refused a bad message. Raises Fails when none did."""
    fault = envelope(exchange).fault
    if fault is None:
        raise Fails("not_refused", Finding(exchange, expected="soap:Fault"), version=version)
    return Refusal(exchange, fault, version)
