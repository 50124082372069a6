"""P-HTTP: what HTTP itself asks of the service."""

from __future__ import annotations

import codecs

from sf1472_conformance.calling.transport import Exchange, HttpCall
from sf1472_conformance.messages import soap
from sf1472_conformance.messages.document import encoding
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable


@rule("P-HTTP-1")
def test_wrong_content_type(subject: Subject) -> None:
    """A good envelope sent as JSON is refused with 415."""
    exchange = asking.post(subject, _envelope(subject), (("Content-Type", "application/json"),))
    _judge_status(exchange, 415)


@rule("P-HTTP-2")
def test_get_gives_no_answer(subject: Subject) -> None:
    """GET at the bare address gives neither an answer nor an envelope with success."""
    exchange = asking.get(subject, subject.settings.url)
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    try:
        envelope = soap.read(exchange.body)
    except soap.SoapError:
        return
    if envelope.fault is None or exchange.status == 200:
        raise Fails("get_answered", Finding(exchange, expected="405", found=str(exchange.status)))


@rule("P-HTTP-3")
def test_put(subject: Subject) -> None:
    """A good envelope sent with PUT is refused with 405."""
    headers = asking.headers(subject, subject.bound_version)
    call = HttpCall("PUT", subject.settings.url, headers, _envelope(subject))
    _judge_status(subject.transport.send(call), 405)


@rule("P-HTTP-4")
def test_media_type_is_read_with_care(subject: Subject) -> None:
    """Upper case and quoted parameters make no difference."""
    versions.ground(subject)
    body = subject.messages.write_request(asking.plain_request(subject))
    for version in versions.judged(subject):
        headers = tuple(
            (name, _shouted(value) if name == "Content-Type" else value)
            for name, value in asking.headers(subject, version)
        )
        reading.answer_body(subject, asking.post(subject, soap.write(body, version), headers))


@rule("P-HTTP-5")
def test_charset_of_the_answer(subject: Subject) -> None:
    """The charset said is the encoding used; without one, text/xml is ASCII."""
    for version in versions.judged(subject):
        exchange = asking.tell(subject, asking.plain_request(subject), version)
        reading.answer(subject, exchange)
        used = encoding(exchange.body)
        said = _charset(exchange)
        if said is None and (version != "1.1" or exchange.body.isascii()):
            continue
        if said is None or not _same_codec(said, used):
            raise Fails("wrong_charset", Finding(exchange, expected=used, found=said or "-"))


@rule("P-HTTP-6")
def test_no_action(subject: Subject) -> None:
    """SOAP 1.2 without the action parameter is answered."""
    if "1.2" not in versions.judged(subject):
        raise NotApplicable("version_not_offered", version="1.2")
    versions.ground(subject)
    body = subject.messages.write_request(asking.plain_request(subject))
    media_type = f"{soap.VERSIONS['1.2'].media_type}; charset=utf-8"
    exchange = asking.post(subject, soap.write(body, "1.2"), (("Content-Type", media_type),))
    reading.answer_body(subject, exchange)


def _envelope(subject: Subject) -> bytes:
    body = subject.messages.write_request(asking.plain_request(subject))
    return soap.write(body, subject.bound_version)


def _judge_status(exchange: Exchange, status: int) -> None:
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    if exchange.status != status:
        found = str(exchange.status)
        raise Fails("wrong_status", Finding(exchange, expected=str(status), found=found))


def _shouted(value: str) -> str:
    media_type, _, parameters = value.partition(";")
    quoted = parameters.replace("charset=utf-8", 'Charset="UTF-8"')
    return f"{media_type.title()};{quoted}"


def _charset(exchange: Exchange) -> str | None:
    header = exchange.response.header("content-type") if exchange.response is not None else ""
    return soap.parameter(header, "charset")


def _same_codec(one: str, other: str) -> bool:
    try:
        return codecs.lookup(one) == codecs.lookup(other)
    except LookupError:
        return False
