"""P-SOAP: envelopes and schema-valid answers in both SOAP versions."""

from __future__ import annotations

from collections.abc import Iterator

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.asking import STK2
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable
from sf1472_conformance.verdict.likeness import difference, meaning

_UNKNOWN_HEADER = "urn:sf1472-testkit:header"


@rule("P-SOAP-1")
def test_valid_answers_in_soap_12(subject: Subject) -> None:
    """Every answer in SOAP 1.2 is valid."""
    _judge_answers(subject, "1.2")


@rule("P-SOAP-2")
def test_valid_answers_in_soap_11(subject: Subject) -> None:
    """Every answer in SOAP 1.1 is valid."""
    _judge_answers(subject, "1.1")


@rule("P-SOAP-3")
def test_answer_has_the_request_version(subject: Subject) -> None:
    """The envelope and the Content-Type follow the request."""
    for version in versions.judged(subject):
        exchange = asking.tell(subject, asking.plain_request(subject), version)
        reading.answer(subject, exchange)
        found = reading.envelope(exchange).version
        if found != version:
            finding = Finding(exchange, expected=f"SOAP {version}", found=f"SOAP {found}")
            raise Fails("other_version", finding, version=version, found=found)
        _judge_media_type(exchange, version)


@rule("P-SOAP-4")
def test_same_answer_in_both_versions(subject: Subject) -> None:
    """The bodies say the same, however they are written."""
    if len(versions.judged(subject)) < len(soap.VERSIONS):
        raise NotApplicable("one_version_only", version=subject.bound_version)
    for exchanges in zip(
        *(_everything(subject, version) for version in soap.VERSIONS), strict=True
    ):
        one, other = (meaning(reading.answer(subject, exchange).body) for exchange in exchanges)
        finding = difference(one, other, exchanges[1])
        if finding is not None:
            raise Fails("answers_differ", finding, Finding(exchanges[0]))


@rule("P-SOAP-5")
def test_must_understand(subject: Subject) -> None:
    """A mandatory header that nobody knows gives MustUnderstand, and no answer."""
    for version in versions.judged(subject):
        header = _mandatory_header(version)
        body = subject.messages.write_request(asking.plain_request(subject))
        refusal = reading.refusal(asking.send(subject, body, version, header=header), version)
        if refusal.fault.code != "MustUnderstand":
            finding = Finding(refusal.exchange, expected="MustUnderstand", found=refusal.fault.code)
            raise Fails("wrong_code", finding, version=version)


def _mandatory_header(version: str) -> str:
    namespace, flag = soap.VERSIONS[version].namespace, {"1.1": "1", "1.2": "true"}[version]
    return (
        f'<x:Ukendt xmlns:x="{_UNKNOWN_HEADER}" '
        f'xmlns:soap="{namespace}" soap:mustUnderstand="{flag}"/>'
    )


def _everything(subject: Subject, version: str) -> Iterator[Exchange]:
    """Ask about every citizen for both callers."""
    code = asking.code(subject, STK2)
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            yield asking.tell(subject, asking.request(subject, caller, cpr, (code,)), version)


def _judge_answers(subject: Subject, version: str) -> None:
    versions.require(subject, version)
    for exchange in _everything(subject, version):
        body = reading.answer_body(subject, exchange)
        errors = subject.contract.schema.errors(body)
        if errors:
            first = errors[0]
            finding = Finding(exchange, first.xpath, first.line, first.expected, first.found)
            raise Fails("schema_invalid", finding, count=len(errors))


def _judge_media_type(exchange: Exchange, version: str) -> None:
    expected = soap.VERSIONS[version].media_type
    found = exchange.response.media_type if exchange.response is not None else ""
    if found != expected:
        finding = Finding(exchange, expected=expected, found=found or "-")
        raise Fails("wrong_media_type", finding, version=version)
