"""Small changes to the stub, of which defective providers are composed.

Each takes the stub and what answers, and returns what answers instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from sf1472.message import Forespoergsel, Messages, Rettighed, Svar
from sf1472_stub import Stub
from sf1472_stub.envelope import BY_NAME, VERSIONS, SoapVersion
from sf1472_stub.question import KALDREGLER, Spoergsmaal

from .stubbed import Handler, Heard, Modifier, Reply

KOMMUNE, CITIZEN = "55133018", "0113801001"
Way = Callable[[Handler, "Message"], Reply]


@dataclass(frozen=True)
class Message:
    """A POST as modifiers look at it; `root` is None where there is none to look at."""

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
    def version(self) -> SoapVersion:
        """The version that the Content-Type names, SOAP 1.2 if it names none."""
        named = (v for v in VERSIONS if v.media_type == self.heard.media_type)
        return next(named, BY_NAME["1.2"])

    @property
    def headers(self) -> list[etree._Element]:
        """The header blocks."""
        return [] if self.root is None else self.root.findall("{*}Header/*")

    @property
    def body(self) -> etree._Element | None:
        """The first message in the body."""
        return None if self.root is None else self.root.find("{*}Body/*")

    @property
    def valid(self) -> bool:
        """Whether the message follows the contract's schema."""
        return self.body is not None and self.stub.contract.schema.is_valid(self.body)

    @cached_property
    def request(self) -> Forespoergsel | None:
        """What a valid message says."""
        if self.body is None or not self.valid:
            return None
        return Messages(self.stub.contract).read_request(self.body)

    def saying(self, request: Forespoergsel) -> Heard:
        """Return the call with another request in it, headers and all else as they were."""
        text = Messages(self.stub.contract).write_request(request)
        blocks = "".join(
            etree.tostring(b, encoding="unicode", with_tail=False) for b in self.headers
        )
        return replace(self.heard, body=self.version.wrap(text, blocks))


def on_post(way: Way) -> Modifier:
    """Answer POST by `way`, which may ask what answered before."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        def answer(heard: Heard) -> Reply:
            return way(inner, Message(stub, heard)) if heard.method == "POST" else inner(heard)

        return answer

    return modifier


def instead(when: Callable[[Message], object], reply: Reply) -> Modifier:
    """Answer some messages with `reply`."""
    return on_post(lambda inner, m: reply if when(m) else inner(m.heard))


def takes(when: Callable[[Message], object]) -> Modifier:
    """Answer some messages as if an ordinary one had come in their place."""
    return on_post(lambda inner, m: inner(ordinary(m)) if when(m) else inner(m.heard))


def refuses(when: Callable[[Message], object], code: str = "Sender") -> Modifier:
    """Refuse some messages with a SOAP fault."""
    return on_post(lambda inner, m: fault(m.version, code) if when(m) else inner(m.heard))


def asks(change: Callable[[Forespoergsel], Forespoergsel]) -> Modifier:
    """Hear another request than the one that was sent; the answer still echoes the one sent."""

    def way(inner: Handler, m: Message) -> Reply:
        return inner(m.heard if m.request is None else m.saying(change(m.request)))

    return on_post(way)


def says(change: Callable[[Forespoergsel, Svar], Svar]) -> Modifier:
    """Give another answer than the stub's."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return reply if m.request is None else _changed(m, reply, change)

    return on_post(way)


def also(
    question: Callable[[Forespoergsel], Forespoergsel | None],
    merge: Callable[[Svar, Svar], Svar],
) -> Modifier:
    """Ask the stub a second question and merge its answer into the first."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        second = None if m.request is None else question(m.request)
        other = None if second is None else answer_in(m, inner(m.saying(second)))
        if other is None:
            return reply
        return _changed(m, reply, lambda _, svar: merge(svar, other))

    return on_post(way)


def writes(change: Callable[[bytes, Message], bytes]) -> Modifier:
    """Write the envelopes of answers otherwise."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return reply if is_fault(reply) else replace(reply, body=change(reply.body, m))

    return on_post(way)


def labels(change: Callable[[str, Message], str]) -> Modifier:
    """Give answers another Content-Type."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return reply if is_fault(reply) else replace(reply, media_type=change(reply.media_type, m))

    return on_post(way)


def faults(change: Callable[[Reply, Message], Reply]) -> Modifier:
    """Send faults otherwise."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return change(reply, m) if is_fault(reply) else reply

    return on_post(way)


def serves(change: Callable[[str, Reply], Reply]) -> Modifier:
    """Answer GET otherwise; `change` is given the address."""

    def modifier(_: Stub, inner: Handler) -> Handler:
        def answer(heard: Heard) -> Reply:
            reply = inner(heard)
            return change(heard.url, reply) if heard.method == "GET" else reply

        return answer

    return modifier


def without(*rules: str) -> Modifier:
    """Switch off rules of the stub's law (the ids of `fixtures/hjemmel/regler.toml`)."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        provider = stub.provider
        law = provider._hjemmel
        law.regler = {id_: rule for id_, rule in law.regler.items() if id_ not in rules}
        calls = {id_: rule for id_, rule in KALDREGLER.items() if id_ not in rules}
        provider._spoergsmaal = Spoergsmaal(stub.contract.profile, stub.data, None, calls)
        return inner

    return modifier


def ordinary(m: Message) -> Heard:
    """Return a call like `m` with an ordinary question in place of what it says."""
    hjemler = m.stub.contract.profile.hjemler
    code = next(code for code, id_ in hjemler.items() if id_ == "p11a_stk2")
    question = Forespoergsel(
        transaktions_id="almindelig",
        transaktions_tid="2026-05-01T09:30:00+02:00",
        grupper=(Rettighed(hjemler=(code,)),),
        myndighed_cvr=KOMMUNE,
        cpr_nummer=CITIZEN,
    )
    text = Messages(m.stub.contract).write_request(question)
    headers = {**m.heard.headers, "content-type": m.version.content_type}
    return replace(m.heard, body=m.version.wrap(text), headers=headers)


def is_fault(reply: Reply) -> bool:
    """Say whether a reply is a SOAP fault."""
    return b"<soap:Fault>" in reply.body


def fault(version: SoapVersion, code: str = "Sender", text: str = "Afvist.") -> Reply:
    """Return a well-made fault; `code` is SOAP 1.2's word."""
    if version.name == "1.1":
        code, status = {"Sender": "Client", "Receiver": "Server"}.get(code, code), 500
        inner = f"<faultcode>soap:{code}</faultcode><faultstring>{text}</faultstring>"
    else:
        status = 400 if code == "Sender" else 500
        inner = (
            f"<soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code>"
            f'<soap:Reason><soap:Text xml:lang="da">{text}</soap:Text></soap:Reason>'
        )
    return Reply(status, version.content_type, version.wrap(f"<soap:Fault>{inner}</soap:Fault>"))


def answer_in(m: Message, reply: Reply) -> Svar | None:
    """Return what an answer says, or None when the reply is none."""
    if is_fault(reply) or reply.status != 200:
        return None
    body = etree.fromstring(reply.body).find("{*}Body/*")
    return None if body is None else Messages(m.stub.contract).read_answer(body)


def _changed(m: Message, reply: Reply, change: Callable[[Forespoergsel, Svar], Svar]) -> Reply:
    """Return the reply with another answer in it; header and all else stay."""
    svar = answer_in(m, reply)
    if svar is None or m.request is None:
        return reply
    text = Messages(m.stub.contract).write_answer(change(m.request, svar))
    head, start, rest = reply.body.partition(b"<soap:Body>")
    _, end, tail = rest.partition(b"</soap:Body>")
    return replace(reply, body=head + start + text.encode() + end + tail)
