"""P-HTTP: what HTTP itself asks of the service."""

from __future__ import annotations

from sf1472_conformance import soap
from sf1472_conformance.plugin import rule
from sf1472_conformance.subject import Subject
from sf1472_conformance.verdict import Fails, Finding


@rule("P-HTTP-1")
def test_wrong_content_type(subject: Subject) -> None:
    """A good envelope sent as JSON is refused with 415."""
    body = subject.messages.write_request(subject.plain_request())
    envelope = soap.write(body, subject.bound_version)
    exchange = subject.post(envelope, (("Content-Type", "application/json"),))
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    if exchange.status != 415:
        finding = Finding(exchange, expected="415", found=str(exchange.status))
        raise Fails("wrong_status", finding)


@rule("P-HTTP-2")
def test_get_gives_no_answer(subject: Subject) -> None:
    """GET at the bare address gives neither an answer nor an envelope with success."""
    exchange = subject.get(subject.settings.url)
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    try:
        envelope = soap.read(exchange.body)
    except soap.SoapError:
        return
    if envelope.fault is None or exchange.status == 200:
        raise Fails("get_answered", Finding(exchange, expected="405", found=str(exchange.status)))
