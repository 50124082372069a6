"""P-SOAP: headers, envelopes and bodies that the standards speak of."""

from __future__ import annotations

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding

_HEADER = '<x:Ukendt xmlns:x="urn:sf1472-testkit:header"{}/>'
_UNKNOWN = "http://www.w3.org/2099/soap-envelope"


@rule("P-SOAP-6")
def test_optional_header(subject: Subject) -> None:
    """A header that nobody knows and nobody must understand is no hindrance."""
    versions.ground(subject)
    for version in versions.judged(subject):
        reading.answer_body(subject, _with_header(subject, version, ""))


@rule("P-SOAP-7")
def test_header_for_another(subject: Subject) -> None:
    """A mandatory header aimed at another is not processed."""
    versions.ground(subject)
    for version, flag, name, role in (
        ("1.1", "1", "actor", "urn:sf1472-testkit:en-anden"),
        ("1.2", "true", "role", f"{soap.VERSIONS['1.2'].namespace}/role/none"),
    ):
        if version in versions.judged(subject):
            namespace = soap.VERSIONS[version].namespace
            attributes = f' xmlns:s="{namespace}" s:mustUnderstand="{flag}" s:{name}="{role}"'
            reading.answer_body(subject, _with_header(subject, version, attributes))


@rule("P-SOAP-8")
def test_unknown_envelope(subject: Subject) -> None:
    """An envelope of no known version gives VersionMismatch."""
    for version in versions.judged(subject):
        envelope = soap.write(_plain(subject), version)
        changed = envelope.replace(soap.VERSIONS[version].namespace.encode(), _UNKNOWN.encode())
        refusal = reading.refusal(
            asking.post(subject, changed, asking.headers(subject, version)), version
        )
        if refusal.fault.code != "VersionMismatch":
            found = refusal.fault.code
            finding = Finding(refusal.exchange, expected="VersionMismatch", found=found)
            raise Fails("wrong_code", finding, version=version)


@rule("P-SOAP-9")
def test_two_bodies(subject: Subject) -> None:
    """Two messages in one body are refused."""
    for version in versions.judged(subject):
        reading.refusal(asking.send(subject, _plain(subject) * 2, version), version)


@rule("P-SOAP-10")
def test_empty_body(subject: Subject) -> None:
    """A body without a message is refused."""
    for version in versions.judged(subject):
        reading.refusal(asking.send(subject, "", version), version)


@rule("P-SOAP-11")
def test_no_body(subject: Subject) -> None:
    """An envelope without a body is refused."""
    for version in versions.judged(subject):
        envelope = soap.write("", version).replace(b"<soap:Body></soap:Body>", b"")
        reading.refusal(asking.post(subject, envelope, asking.headers(subject, version)), version)


@rule("P-SOAP-17")
def test_no_instructions(subject: Subject) -> None:
    """The answer holds no processing instruction, and none stands before or after it."""
    for version in versions.judged(subject):
        exchange = _answered(subject, version)
        for found in soap.parse(exchange.body).xpath("//processing-instruction()"):
            raise Fails("instruction_shown", Finding(exchange, found=str(found)))


@rule("P-SOAP-18")
def test_no_encoding_style(subject: Subject) -> None:
    """SOAP's own elements in the answer have no encodingStyle."""
    for version in versions.judged(subject):
        exchange = _answered(subject, version)
        namespace = soap.VERSIONS[version].namespace
        for element in soap.parse(exchange.body).iter(f"{{{namespace}}}*"):
            if element.get(f"{{{namespace}}}encodingStyle") is not None:
                raise Fails("encoding_style", Finding(exchange, found=str(element.tag)))


@rule("P-SOAP-19")
def test_after_the_body(subject: Subject) -> None:
    """An element after the body is refused."""
    for version in versions.judged(subject):
        envelope = soap.write(_plain(subject), version)
        extra = _HEADER.format("").encode()
        changed = envelope.replace(b"</soap:Body>", b"</soap:Body>" + extra)
        reading.refusal(asking.post(subject, changed, asking.headers(subject, version)), version)


def _plain(subject: Subject) -> str:
    return subject.messages.write_request(asking.plain_request(subject))


def _with_header(subject: Subject, version: str, attributes: str) -> Exchange:
    return asking.send(subject, _plain(subject), version, header=_HEADER.format(attributes))


def _answered(subject: Subject, version: str) -> Exchange:
    exchange = asking.tell(subject, asking.plain_request(subject), version)
    reading.answer(subject, exchange)
    return exchange
