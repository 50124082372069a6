"""A call as modifiers look at it, and the answers that they make themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from sf1472.message import Forespoergsel, Rettighed, Svar
from sf1472_stub import Stub
from sf1472_stub.soap.envelope import BY_MEDIA_TYPE, SOAP12, SoapVersion

from ...citizens import AARHUS, CODES, MANY, STK2
from ...stubbed import Heard, Reply


@dataclass(frozen=True)
class Message:
    """A POST; `root` is None where there is none to look at."""

    stub: Stub
    heard: Heard

    @cached_property
    def root(self) -> etree._Element | None:
        """The document's root; None where it is no XML or has a DTD."""
        try:
            root = etree.fromstring(self.heard.body, etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            return None
        return None if root.getroottree().docinfo.doctype else root

    @property
    def is_soap(self) -> bool:
        """Whether the Content-Type names a version of SOAP."""
        return self.heard.media_type in BY_MEDIA_TYPE

    @property
    def version(self) -> SoapVersion:
        """The version that the Content-Type names, SOAP 1.2 if it names none."""
        return BY_MEDIA_TYPE.get(self.heard.media_type, SOAP12)

    @property
    def parts(self) -> list[str] | None:
        """The names of what stands in the envelope, None where it is of no known version."""
        if self.root is None or self.root.tag != self.version.tag("Envelope"):
            return None
        return [etree.QName(child).localname for child in self.root.iterchildren("*")]

    @property
    def headers(self) -> list[etree._Element]:
        """The header blocks."""
        return [] if self.root is None else self.root.findall("{*}Header/*")

    @property
    def bodies(self) -> list[etree._Element]:
        """The messages in the body."""
        return [] if self.root is None else self.root.findall("{*}Body/*")

    @property
    def body(self) -> etree._Element | None:
        """The first message in the body."""
        return next(iter(self.bodies), None)

    @cached_property
    def valid(self) -> bool:
        """Whether the message follows the contract's schema."""
        return self.body is not None and self.stub.contract.schema.is_valid(self.body)

    @cached_property
    def request(self) -> Forespoergsel | None:
        """What a valid message says."""
        if self.body is None or not self.valid:
            return None
        return self.stub.provider.messages.read_request(self.body)

    def saying(self, request: Forespoergsel, blocks: str | None = None) -> Heard:
        """Return the call with another request in it, and with these header blocks or its own."""
        if blocks is None:
            own = [etree.tostring(b, encoding="unicode", with_tail=False) for b in self.headers]
            blocks = "".join(own)
        text = self.stub.provider.messages.write_request(request)
        headers = {**self.heard.headers, "content-type": self.version.content_type}
        return replace(self.heard, body=self.version.wrap(text, blocks), headers=headers)

    def ordinary(self) -> Heard:
        """Return a call with an ordinary question, without headers, in place of what it says."""
        question = Forespoergsel(
            transaktions_id="almindelig",
            transaktions_tid="2026-05-01T09:30:00+02:00",
            grupper=(Rettighed(hjemler=(CODES[STK2],)),),
            myndighed_cvr=AARHUS,
            cpr_nummer=MANY,
        )
        return self.saying(question, "")

    def answer(self, reply: Reply) -> Svar | None:
        """Return what the reply to it says, or None when that is no answer."""
        if is_fault(reply) or reply.status != 200:
            return None
        body = etree.fromstring(reply.body).find("{*}Body/*")
        return None if body is None else self.stub.provider.messages.read_answer(body)


def is_fault(reply: Reply) -> bool:
    """Say whether a reply is a SOAP fault."""
    return b"<soap:Fault>" in reply.body


def fault(version: SoapVersion, name: str = "Sender") -> Reply:
    """Return a well-made fault; `name` is SOAP 1.2's word for its code."""
    if version.name == "1.1":
        name, status = {"Sender": "Client", "Receiver": "Server"}.get(name, name), 500
        inner = f"<faultcode>soap:{name}</faultcode><faultstring>Afvist.</faultstring>"
    else:
        status = 400 if name == "Sender" else 500
        inner = (
            f"<soap:Code><soap:Value>soap:{name}</soap:Value></soap:Code>"
            f'<soap:Reason><soap:Text xml:lang="da">Afvist.</soap:Text></soap:Reason>'
        )
    return Reply(status, version.content_type, version.wrap(f"<soap:Fault>{inner}</soap:Fault>"))


def fault_name(reply: Reply) -> str:
    """Return SOAP 1.2's word for the code of a fault in either version."""
    match = re.search(rb">soap:(\w+)</", reply.body)
    name = match[1].decode() if match is not None else "Receiver"
    return {"Client": "Sender", "Server": "Receiver"}.get(name, name)
