"""P-FEJL: what is no good XML is refused, and refusals are built as the standards say."""

from __future__ import annotations

import re
from collections.abc import Callable

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.messages.document import words
from sf1472_conformance.provider import asking, mutations, reading, versions
from sf1472_conformance.provider.reading import Refusal
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotRun

# Stack lines, source files, paths (an address has a host before it), and exceptions by their whole
# name: a lone word or a fault code such as Client.SchemaError is the provider's own word.
_INSIDE = re.compile(
    r"Traceback|StackTrace|\bat [\w$.]+\([\w$]+\.\w+:\d+\)"
    r"|\.(?:py|java|js|cs|php)\b[\":]* ?\w* ?\d+"
    r"|(?:file:/*|(?<![\w.:/-]))/(?:usr|home|opt|var|srv)/|\b[A-Z]:\\"
    r"|(?<![\w.])(?!(?:Client|Server)\.)(?:\w+\.)+\w*(?:Exception|Error)\b"
)
_DOCTYPE = '<!DOCTYPE x [<!ENTITY ord "ord">]>\n'


@rule("P-FEJL-1")
def test_malformed(subject: Subject) -> None:
    """An envelope that breaks off gives a fault."""
    for version in versions.judged(subject):
        reading.refusal(_malformed(subject, version), version)


@rule("P-FEJL-8")
def test_dtd(subject: Subject) -> None:
    """An otherwise good message with a DTD gives no answer."""
    body = subject.messages.write_request(asking.plain_request(subject))
    for version in versions.judged(subject):
        reading.refusal(asking.send(subject, body, version, doctype=_DOCTYPE), version)


@rule("P-FEJL-9")
def test_fault_form(subject: Subject) -> None:
    """Faults are in the request's version, well built and sent as that version's media type."""
    for refusal in _refusals(subject):
        fault, media_type = refusal.fault, soap.VERSIONS[refusal.version].media_type
        problems = list(fault.problems)
        if fault.version != refusal.version:
            problems.append(f"SOAP {fault.version}")
        response = refusal.exchange.response
        if response is not None and response.media_type != media_type:
            problems.append(f"Content-Type {response.media_type or '-'}")
        if problems:
            expected = f"SOAP {refusal.version}, {media_type}"
            finding = Finding(refusal.exchange, expected=expected, found="; ".join(problems))
            raise Fails("fault_form", finding, version=refusal.version)


@rule("P-FEJL-10")
def test_fault_status_11(subject: Subject) -> None:
    """Faults of SOAP 1.1 travel with 500."""
    _judge_status(subject, "1.1", lambda _: 500)


@rule("P-FEJL-11")
def test_fault_status_12(subject: Subject) -> None:
    """Faults of SOAP 1.2 travel with 400 for Sender, else 500."""
    sender = soap.VERSIONS["1.2"].sender
    _judge_status(subject, "1.2", lambda code: 400 if code == sender else 500)


@rule("P-FEJL-12")
def test_fault_code(subject: Subject) -> None:
    """The blame for a bad message lies with its sender."""
    for refusal in _refusals(subject):
        expected = soap.VERSIONS[refusal.fault.version].sender
        if refusal.fault.code.partition(".")[0] != expected:
            finding = Finding(refusal.exchange, expected=expected, found=refusal.fault.code)
            raise Fails("wrong_code", finding, version=refusal.version)


@rule("P-FEJL-26")
def test_fault_reveals_nothing(subject: Subject) -> None:
    """No fault holds stack traces, file names or names of classes."""
    for refusal in _refusals(subject):
        match = _INSIDE.search(words(refusal.exchange.body))
        if match is not None:
            raise Fails("inside_shown", Finding(refusal.exchange, found=match[0]))


@rule("P-FEJL-27")
def test_bad_bytes(subject: Subject) -> None:
    """Bytes that are no UTF-8 stand in a value."""
    _judge_replaced(subject, b"\xff\xfe\xfa")


@rule("P-FEJL-28")
def test_forbidden_characters(subject: Subject) -> None:
    """A reference names a character that XML does not have."""
    _judge_replaced(subject, b"&#0;")


def _judge_replaced(subject: Subject, bad: bytes) -> None:
    request = asking.plain_request(subject)
    body = subject.messages.write_request(request)
    for version in versions.judged(subject):
        envelope = soap.write(body, version)
        changed = envelope.replace(request.transaktions_id.encode(), bad)
        reading.refusal(asking.post(subject, changed, asking.headers(subject, version)), version)


def _malformed(subject: Subject, version: str) -> Exchange:
    body = subject.messages.write_request(asking.plain_request(subject))
    return asking.post(subject, soap.write(body, version)[:-20], asking.headers(subject, version))


def _refusals(subject: Subject) -> list[Refusal]:
    """Return the faults that bad messages gave; P-FEJL-1 and P-FEJL-2 judge that they do."""
    body = mutations.mutated(subject, "missing")[0]
    found: list[Refusal] = []
    failures: list[Finding] = []
    for version in versions.judged(subject):
        for exchange in (_malformed(subject, version), asking.send(subject, body, version)):
            try:
                found.append(reading.refusal(exchange, version))
            except Fails as failure:
                failures += failure.findings
    if not found:
        raise NotRun("needs_fault", *failures[:1])
    return found


def _judge_status(subject: Subject, version: str, expected: Callable[[str], int]) -> None:
    versions.require(subject, version)
    refusals = [refusal for refusal in _refusals(subject) if refusal.fault.version == version]
    if not refusals:
        raise NotRun("needs_fault_version", version=version)
    for refusal in refusals:
        status = expected(refusal.fault.code)
        if refusal.exchange.status != status:
            found = str(refusal.exchange.status)
            finding = Finding(refusal.exchange, expected=str(status), found=found)
            raise Fails("wrong_status", finding)
