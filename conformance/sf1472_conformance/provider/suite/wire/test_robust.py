"""P-ROBUST: hostile, huge and empty messages do not bring the provider to a halt."""

from __future__ import annotations

from msgspec.structs import replace

from sf1472.message import Afgraensning
from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.messages.document import words
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding

DEPTH = 10_000
SUBJECTS = 3_000
_DOCTYPE = '<!DOCTYPE x [<!ENTITY ord "ord">]>\n'
_GROWING = (
    '<!DOCTYPE x [<!ENTITY a0 "voks">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + "]>\n"
)
# What a unix and a Windows machine both have, and a piece of what stands in it.
_FILES = {"file:///etc/passwd": "root:", "file:///c:/windows/win.ini": "[fonts]"}


@rule("P-ROBUST-1")
def test_good_after_bad(subject: Subject) -> None:
    """After all kinds of bad messages a fresh good one is answered."""
    versions.ground(subject)
    body = subject.messages.write_request(asking.plain_request(subject, mark="bad"))
    for version in versions.judged(subject):
        asking.send(subject, body, version, doctype=_DOCTYPE)
        asking.post(subject, soap.write(body, version)[:-20], asking.headers(subject, version))
    _judge_alive(subject, "after bad")


@rule("P-ROBUST-2")
def test_empty_post(subject: Subject) -> None:
    """A POST without content is no question."""
    for version in versions.judged(subject):
        _judge_refused(asking.post(subject, b"", asking.headers(subject, version)))


@rule("P-ROBUST-3")
def test_large_message(subject: Subject) -> None:
    """A valid message with a long restriction is answered, with cases or a Fejl."""
    versions.ground(subject)
    plain = asking.plain_request(subject, mark="large")
    subjects = ", ".join(
        f"{n // 100 % 100:02}.{n % 100:02}.{n // 10_000:02}" for n in range(SUBJECTS)
    )
    limits = (Afgraensning(kle=subjects),)
    request = replace(plain, grupper=(replace(plain.grupper[0], afgraensninger=limits),))
    reading.answer_body(subject, asking.tell(subject, request))


@rule("P-ROBUST-4")
def test_deep_message(subject: Subject) -> None:
    """Ten thousand elements inside each other are refused."""
    versions.ground(subject)
    body = "<d>" * DEPTH + "</d>" * DEPTH
    for version in versions.judged(subject):
        _judge_refused(asking.send(subject, body, version))
    _judge_alive(subject, "after deep")


@rule("P-ROBUST-5")
def test_growing_entities(subject: Subject) -> None:
    """Entities that would grow to gigabytes are refused."""
    versions.ground(subject)
    request = replace(asking.plain_request(subject), transaktions_id="VOKS")
    body = subject.messages.write_request(request).replace("VOKS", "&a9;")
    for version in versions.judged(subject):
        _judge_refused(asking.send(subject, body, version, doctype=_GROWING))
    _judge_alive(subject, "after growing")


@rule("P-ROBUST-6")
def test_external_entity(subject: Subject) -> None:
    """No file of the provider's machine comes back."""
    request = replace(asking.plain_request(subject), transaktions_id="HENT")
    body = subject.messages.write_request(request).replace("HENT", "&fil;")
    for version in versions.judged(subject):
        for address, piece in _FILES.items():
            doctype = f'<!DOCTYPE x [<!ENTITY fil SYSTEM "{address}">]>\n'
            exchange = asking.send(subject, body, version, doctype=doctype)
            if piece in words(exchange.body):
                raise Fails("file_shown", Finding(exchange, found=piece))


def _judge_refused(exchange: Exchange) -> None:
    """Fail unless the message was refused, by a fault or by an HTTP status."""
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    try:
        fault = reading.envelope(exchange).fault
    except Fails:
        fault = None
    if fault is None and exchange.status < 400:
        finding = Finding(exchange, expected="≥ 400", found=str(exchange.status))
        raise Fails("wrong_status", finding)


def _judge_alive(subject: Subject, mark: str) -> None:
    reading.answer_body(subject, asking.tell(subject, asking.plain_request(subject, mark=mark)))
