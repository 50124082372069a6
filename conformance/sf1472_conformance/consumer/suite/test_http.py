"""C-HTTP: how the consumer uses HTTP."""

from __future__ import annotations

from lxml import etree

from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.journal import charset
from sf1472_conformance.consumer.observed import alive, calls, lookups, messages
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.messages import soap
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, NotApplicable

ENCODINGS = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"}
REDIRECTED = "?omdirigeret"  # what the scenario adds to the address


@rule("C-HTTP-1")
def test_post(recording: Recording) -> None:
    """Every call is a POST; a probe or a read of metadata is no call."""
    for attempt in calls(recording):
        if attempt.entry.method != "POST":
            raise Fails("not_post", attempt.finding("POST", attempt.entry.method))


@rule("C-HTTP-2")
def test_media_type(recording: Recording) -> None:
    """The Content-Type is SOAP's, and that of the envelope."""
    for attempt in _posted(recording):
        media_type = _media_type(attempt)
        versions = [attempt.version] if attempt.version is not None else list(soap.VERSIONS)
        wanted = [soap.VERSIONS[version].media_type for version in versions]
        if media_type not in wanted:
            finding = attempt.finding(" / ".join(wanted), media_type or "-")
            raise Fails("wrong_request_media_type", finding)


@rule("C-HTTP-3")
def test_charset(recording: Recording) -> None:
    """The message is in an encoding that everybody reads, and HTTP states it if it states any."""
    for attempt in messages(recording):
        content = attempt.entry.request
        stated = charset(attempt.entry.request_headers)
        used = stated or _declared(content)
        if used not in ENCODINGS:
            raise Fails("other_encoding", attempt.finding("UTF-8 / UTF-16", used))
        if stated is None and attempt.version == "1.1" and not content.isascii():
            raise Fails("wrong_request_charset", attempt.finding("charset=utf-8", "-"))
        if stated is not None and not _reads(content, stated) and _reads(content, None):
            raise Fails("wrong_request_charset", attempt.finding(_declared(content), stated))


@rule("C-HTTP-4")
def test_soap_action_11(recording: Recording) -> None:
    """SOAPAction in SOAP 1.1."""
    action = recording.contract.service.soap_action
    for attempt in _in_version(recording, "1.1"):
        found = attempt.header("soapaction")
        if found is None or found.strip() != f'"{action}"':
            raise Fails("wrong_action", attempt.finding(f'"{action}"', found or "-"))


@rule("C-HTTP-5")
def test_action_12(recording: Recording) -> None:
    """The parameter action in SOAP 1.2."""
    action = recording.contract.service.soap_action
    for attempt in _in_version(recording, "1.2"):
        found = soap.parameter(attempt.header("content-type") or "", "action")
        if found not in (None, action):
            raise Fails("wrong_action", attempt.finding(action, found or "-"))


@rule("C-HTTP-6")
def test_no_soap_action_12(recording: Recording) -> None:
    """No header of SOAP 1.1 in SOAP 1.2."""
    for attempt in _in_version(recording, "1.2"):
        found = attempt.header("soapaction")
        if found is not None:
            raise Fails("soap_action_in_12", attempt.finding("-", found))


@rule("C-HTTP-7")
def test_accept(recording: Recording) -> None:
    """An Accept that is there allows the answer."""
    for attempt in messages(recording):
        accept = attempt.header("accept")
        if accept is None or attempt.version is None:
            continue
        wanted = soap.VERSIONS[attempt.version].media_type
        allowed = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
        if not allowed & {wanted, f"{wanted.partition('/')[0]}/*", "*/*"}:
            raise Fails("wrong_accept", attempt.finding(wanted, accept))


@rule("C-HTTP-8")
def test_redirect(recording: Recording) -> None:
    """Nothing is sent to the address of a redirect."""
    seen = lookups(recording, "S-HTTP-9")
    for lookup in seen:
        for attempt in lookup.attempts:
            if attempt.entry.path.endswith(REDIRECTED):
                raise Fails("followed_redirect", attempt.finding())
    for lookup in seen:
        alive(recording, lookup)


def _posted(recording: Recording) -> list[Attempt]:
    return [attempt for attempt in calls(recording) if attempt.entry.method == "POST"]


def _in_version(recording: Recording, version: str) -> list[Attempt]:
    found = [attempt for attempt in messages(recording) if attempt.version == version]
    if not found:
        raise NotApplicable("version_not_used", version=version)
    return found


def _media_type(attempt: Attempt) -> str:
    return (attempt.header("content-type") or "").partition(";")[0].strip().lower()


def _declared(content: bytes) -> str:
    """Return the encoding that a message is in by its first bytes and its declaration."""
    try:
        root = etree.fromstring(content, _parser(None))
    except (etree.XMLSyntaxError, ValueError):
        return "utf-8"  # what is no XML is for another rule
    return (root.getroottree().docinfo.encoding or "UTF-8").lower()


def _reads(content: bytes, encoding: str | None) -> bool:
    """Say whether a message is XML in an encoding, by default the one that it declares."""
    try:
        etree.fromstring(content, _parser(encoding))
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(encoding=encoding, resolve_entities=False, no_network=True)
