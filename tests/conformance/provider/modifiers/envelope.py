"""Changes to HTTP and SOAP: what is taken, what is refused, how answers and faults are written."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import TypeAlias

from lxml import etree

from sf1472_stub import Stub

from ...stubbed import Handler, Heard, Modifier, Reply, Stubbed
from .message import Message, fault, is_fault

Way: TypeAlias = Callable[[Handler, Message], Reply]
When: TypeAlias = Callable[[Message], object]


def on_post(way: Way) -> Modifier:
    """Answer POST by `way`, which may ask what answered before."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        def answer(heard: Heard) -> Reply:
            return way(inner, Message(stub, heard)) if heard.method == "POST" else inner(heard)

        return answer

    return modifier


def where(when: When, *modifiers: Modifier) -> Modifier:
    """Let another stub, with modifiers of its own, answer some messages."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        other = Stubbed(*modifiers)
        return on_post(lambda _, m: (other.handler if when(m) else inner)(m.heard))(stub, inner)

    return modifier


def hears(change: Callable[[Heard], Heard]) -> Modifier:
    """Hear another HTTP request than the one that was sent."""
    return lambda _, inner: lambda heard: inner(change(heard))


def reads(change: Callable[[bytes], bytes]) -> Modifier:
    """Read other bytes than those that were sent."""
    return hears(lambda heard: replace(heard, body=change(heard.body)))


def instead(when: When, reply: Reply) -> Modifier:
    """Answer some messages with `reply`."""
    return on_post(lambda inner, m: reply if when(m) else inner(m.heard))


def takes(when: When) -> Modifier:
    """Answer some messages as if an ordinary one had come in their place."""
    return on_post(lambda inner, m: inner(m.ordinary() if when(m) else m.heard))


def refuses(when: When, name: str = "Sender") -> Modifier:
    """Refuse some messages of SOAP's media types with a SOAP fault."""
    return on_post(
        lambda inner, m: fault(m.version, name) if m.is_soap and when(m) else inner(m.heard)
    )


def overlooks(*kinds: str) -> Modifier:
    """Take messages whose breaches of the schema are all of some kinds, libxml2's names of them."""

    def when(m: Message) -> bool:
        errors = () if m.body is None else m.stub.contract.schema.errors(m.body)
        found = {error.rule.removeprefix("SCHEMAV_CVC_") for error in errors}
        return bool(found) and found <= set(kinds)

    return takes(when)


def forgives(repair: Callable[[etree._Element], None]) -> Modifier:
    """Take messages that break the schema and would not after `repair`."""

    def when(m: Message) -> bool:
        if m.body is None or m.valid:
            return False
        body = deepcopy(m.body)
        repair(body)
        return m.stub.contract.schema.is_valid(body)

    return takes(when)


def sends(change: Callable[[Reply, Message], Reply]) -> Modifier:
    """Send answers that are no faults otherwise."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return reply if is_fault(reply) else change(reply, m)

    return on_post(way)


def writes(change: Callable[[bytes], bytes]) -> Modifier:
    """Write the envelopes of answers otherwise."""
    return sends(lambda reply, _: replace(reply, body=change(reply.body)))


def labels(change: Callable[[str], str]) -> Modifier:
    """Give answers another Content-Type."""
    return sends(lambda reply, _: replace(reply, media_type=change(reply.media_type)))


def faults(change: Callable[[Reply, Message], Reply]) -> Modifier:
    """Send faults otherwise that answer messages of SOAP's media types."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return change(reply, m) if m.is_soap and is_fault(reply) else reply

    return on_post(way)


def writes_faults(change: Callable[[bytes], bytes]) -> Modifier:
    """Write the envelopes of faults otherwise."""
    return faults(lambda reply, _: replace(reply, body=change(reply.body)))


def envelopes(change: Callable[[bytes], bytes]) -> tuple[Modifier, ...]:
    """Write the envelopes of answers and of faults otherwise."""
    return writes(change), writes_faults(change)


def utf16(*, declared: bool) -> tuple[Modifier, ...]:
    """Write envelopes in UTF-16 with a byte order mark, with or without an XML declaration."""
    declaration = "<?xml version='1.0' encoding='UTF-16'?>" if declared else ""

    def change(reply: Reply, _: Message) -> Reply:
        text = etree.tostring(etree.fromstring(reply.body), encoding="unicode")
        media_type = reply.media_type.replace("utf-8", "utf-16")
        return replace(reply, body=(declaration + text).encode("utf-16"), media_type=media_type)

    return sends(change), faults(change)


def serves(change: Callable[[str, Reply], Reply]) -> Modifier:
    """Answer GET otherwise; `change` is given the address."""

    def modifier(_: Stub, inner: Handler) -> Handler:
        def answer(heard: Heard) -> Reply:
            reply = inner(heard)
            return change(heard.url, reply) if heard.method == "GET" else reply

        return answer

    return modifier


def documents(change: Callable[[bytes], bytes]) -> Modifier:
    """Serve the contract's files otherwise."""
    return serves(
        lambda _, reply: replace(reply, body=change(reply.body)) if reply.status == 200 else reply
    )
