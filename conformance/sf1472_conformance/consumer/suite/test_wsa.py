"""C-WSA: both halves of WS-Addressing, for a consumer that uses it."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.observed import lookups, messages
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.telling import judge_told
from sf1472_conformance.messages.soap import WSA, parameter
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, NotApplicable

_OLDER = tuple(  # the submissions that came before the standard
    f"http://schemas.xmlsoap.org/ws/{edition}/addressing"
    for edition in ("2003/03", "2004/03", "2004/08")
)
_ONCE = ("To", "ReplyTo", "FaultTo", "Action", "MessageID")


@rule("C-WSA-1")
def test_action(recording: Recording) -> None:
    """One Action, the contract's."""
    wanted = recording.contract.service.soap_action
    for attempt, blocks in _addressed(recording):
        found = blocks.get("Action", [])
        if found != [wanted]:
            raise Fails("wrong_wsa_action", attempt.finding(wanted, ", ".join(found) or "-"))


@rule("C-WSA-2")
def test_message_id(recording: Recording) -> None:
    """A MessageID that is an absolute IRI."""
    for attempt, blocks in _addressed(recording):
        found = blocks.get("MessageID", [])
        if not found or not all(map(_is_absolute, found)):
            raise Fails("no_message_id", attempt.finding("urn:uuid:…", ", ".join(found) or "-"))


@rule("C-WSA-3")
def test_new_message_id(recording: Recording) -> None:
    """A MessageID stands for one message; the same one sent again, byte for byte, keeps it."""
    seen: dict[str, Attempt] = {}
    for attempt, blocks in _addressed(recording):
        for id_ in blocks.get("MessageID", []):
            first = seen.setdefault(id_, attempt)
            if first.entry.request_body != attempt.entry.request_body:
                raise Fails("same_message_id", attempt.finding("", id_), first.finding())


@rule("C-WSA-4")
def test_each_block_once(recording: Recording) -> None:
    """No block twice; To is an absolute IRI."""
    for attempt, blocks in _addressed(recording):
        for name in _ONCE:
            if len(blocks.get(name, [])) > 1:
                raise Fails("repeated_block", attempt.finding("1", name))
        for address in blocks.get("To", []):
            if not _is_absolute(address):
                raise Fails("relative_address", attempt.finding("", address))


@rule("C-WSA-5")
def test_reply_to(recording: Recording) -> None:
    """The answer is wanted on the same connection."""
    anonymous = f"{WSA}/anonymous"
    for attempt, blocks in _addressed(recording):
        for address in blocks.get("ReplyTo", []):
            if address != anonymous:
                raise Fails("other_reply_to", attempt.finding(anonymous, address))


@rule("C-WSA-6")
def test_same_action(recording: Recording) -> None:
    """HTTP's action is the header's, or not there."""
    for attempt, blocks in _addressed(recording):
        http = _http_action(attempt)
        action = next(iter(blocks.get("Action", [])), None)
        if http and action is not None and http != action:
            raise Fails("two_actions", attempt.finding(action, http))


@rule("C-WSA-7")
def test_relates_to(recording: Recording) -> None:
    """An answer to another message is no answer."""
    seen = lookups(recording, "S-XML-8")
    if not any(_blocks(attempt) for lookup in seen for attempt in lookup.attempts):
        raise _not_addressed(recording)
    judge_told(recording, "S-XML-8")


def _addressed(recording: Recording) -> list[tuple[Attempt, dict[str, list[str]]]]:
    found = [(attempt, _blocks(attempt)) for attempt in messages(recording)]
    found = [(attempt, blocks) for attempt, blocks in found if blocks]
    if not found:
        raise _not_addressed(recording)
    return found


def _not_addressed(recording: Recording) -> NotApplicable:
    """Say why nothing is judged: no addressing, or one that is not WS-Addressing 1.0."""
    for attempt in messages(recording):
        for element in attempt.envelope.headers if attempt.envelope is not None else ():
            if etree.QName(element).namespace in _OLDER:
                return NotApplicable("older_addressing", attempt.finding(WSA, str(element.tag)))
    return NotApplicable("not_addressed")


def _blocks(attempt: Attempt) -> dict[str, list[str]]:
    """Return the addressing blocks' texts by local name; an endpoint's text is its Address."""
    blocks: dict[str, list[str]] = {}
    for element in attempt.envelope.headers if attempt.envelope is not None else ():
        name = etree.QName(element)
        if name.namespace == WSA:
            address = element.findtext(f"{{{WSA}}}Address")
            text = element.text if address is None else address
            blocks.setdefault(name.localname, []).append((text or "").strip())
    return blocks


def _http_action(attempt: Attempt) -> str | None:
    if attempt.version == "1.1":
        return (attempt.header("soapaction") or "").strip().strip('"')
    return parameter(attempt.header("content-type") or "", "action")


def _is_absolute(iri: str) -> bool:
    return bool(urlsplit(iri).scheme)
