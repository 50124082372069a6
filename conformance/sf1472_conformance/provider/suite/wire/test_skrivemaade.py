"""P-SOAP: how a message is written does not change what it says."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from sf1472_conformance.messages import restyle, soap
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding
from sf1472_conformance.verdict.likeness import difference, meaning


@rule("P-SOAP-12")
def test_utf_16(subject: Subject) -> None:
    """A message in UTF-16 gives the same answer."""
    for version in versions.judged(subject):
        text = _envelope(subject, version).decode().replace('"UTF-8"', '"UTF-16"', 1)
        _judge(subject, version, text.encode("utf-16"), "utf-16")


@rule("P-SOAP-13")
def test_byte_order_mark(subject: Subject) -> None:
    """A byte order mark before the message is no hindrance."""
    for version in versions.judged(subject):
        _judge(subject, version, b"\xef\xbb\xbf" + _envelope(subject, version))


@rule("P-SOAP-14")
def test_prefixes(subject: Subject) -> None:
    """Other prefixes give the same answer."""
    _judge_style(subject, restyle.with_prefixes)


@rule("P-SOAP-15")
def test_comments(subject: Subject) -> None:
    """Comments and white space between elements give the same answer."""
    _judge_style(subject, restyle.with_comments)


@rule("P-SOAP-16")
def test_cdata_and_references(subject: Subject) -> None:
    """Values in CDATA sections or as references give the same answer."""
    _judge_style(subject, restyle.with_cdata)
    _judge_style(subject, restyle.with_references)


@rule("P-SOAP-20")
def test_xml_declaration(subject: Subject) -> None:
    """A message without XML declaration gives the same answer as one with it."""
    for version in versions.judged(subject):
        _judge(subject, version, _envelope(subject, version).partition(b"?>\n")[2])


def _envelope(subject: Subject, version: str) -> bytes:
    return soap.write(subject.messages.write_request(asking.plain_request(subject)), version)


def _judge_style(subject: Subject, style: Callable[[etree._Element], str]) -> None:
    body = soap.parse(subject.messages.write_request(asking.plain_request(subject)).encode())
    for version in versions.judged(subject):
        _judge(subject, version, soap.write(style(body), version))


def _judge(subject: Subject, version: str, envelope: bytes, charset: str = "utf-8") -> None:
    """Compare the answer to `envelope` with the one to the same message written plainly."""
    plain = reading.answer(subject, asking.tell(subject, asking.plain_request(subject), version))
    headers = tuple(
        (name, value.replace("charset=utf-8", f"charset={charset}"))
        for name, value in asking.headers(subject, version)
    )
    exchange = asking.post(subject, envelope, headers)
    body = reading.answer_body(subject, exchange)
    finding = difference(meaning(plain.body), meaning(body), exchange)
    if finding is not None:
        raise Fails("style_matters", finding, Finding(plain.exchange))
