"""P-WSA: WS-Addressing in the header, where the provider answers with it."""

from __future__ import annotations

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages.soap import WSA
from sf1472_conformance.provider import asking, reading, versions
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable

MESSAGE_ID = "urn:uuid:14720000-0000-4000-8000-00000000ad01"


@rule("P-WSA-1")
def test_addressing_is_no_hindrance(subject: Subject) -> None:
    """A message with the usual addressing headers gets its answer."""
    versions.ground(subject)
    for version in versions.judged(subject):
        reading.answer_body(subject, _addressed(subject, version))


@rule("P-WSA-2")
def test_relates_to(subject: Subject) -> None:
    """RelatesTo is the request's MessageID."""
    for version in versions.judged(subject):
        exchange, headers = _answered(subject, version)
        if headers.get("RelatesTo") != MESSAGE_ID:
            found = headers.get("RelatesTo", "-")
            raise Fails("relates_to", Finding(exchange, expected=MESSAGE_ID, found=found))


@rule("P-WSA-3")
def test_action(subject: Subject) -> None:
    """The answer has an Action."""
    for version in versions.judged(subject):
        exchange, headers = _answered(subject, version)
        if not headers.get("Action"):
            raise Fails("no_action", Finding(exchange, expected="wsa:Action"))


def _addressed(subject: Subject, version: str) -> Exchange:
    header = (
        f'<a:Action xmlns:a="{WSA}">{subject.contract.service.soap_action}</a:Action>'
        f'<a:MessageID xmlns:a="{WSA}">{MESSAGE_ID}</a:MessageID>'
        f'<a:To xmlns:a="{WSA}">{subject.settings.url}</a:To>'
    )
    body = subject.messages.write_request(asking.plain_request(subject))
    return asking.send(subject, body, version, header=header)


def _answered(subject: Subject, version: str) -> tuple[Exchange, dict[str, str]]:
    """Return the answer's addressing headers. Raises NotApplicable when there are none."""
    exchange = _addressed(subject, version)
    reading.answer(subject, exchange)
    prefix = f"{{{WSA}}}"
    headers = {
        str(element.tag).removeprefix(prefix): (element.text or "").strip()
        for element in reading.envelope(exchange).headers
        if str(element.tag).startswith(prefix)
    }
    if not headers:
        raise NotApplicable("no_addressing")
    return exchange, headers
