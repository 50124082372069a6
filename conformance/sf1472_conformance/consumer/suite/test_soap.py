"""C-SOAP and C-SKEMA: envelopes, and the message in them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.observed import messages
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.messages import soap
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable, NotRun

_FLAGS = {"1.1": ("0", "1"), "1.2": ("true", "false", "1", "0")}
_ROLES = {"1.1": "actor", "1.2": "role"}


@rule("C-SOAP-1")
def test_one_envelope(recording: Recording) -> None:
    """One well-formed envelope, one message in its body, nothing after it."""
    for attempt in messages(recording):
        if _has_doctype(attempt):
            continue
        try:
            envelope = soap.read(attempt.entry.request)
        except soap.SoapError as error:
            finding = Finding(attempt.exchange, line=error.line, found=error.problem)
            raise Fails("no_request_envelope", finding) from error
        if len(envelope.children) != 1 or not _ends_with_body(attempt):
            raise Fails("not_one_message", attempt.finding("1", str(len(envelope.children))))


@rule("C-SOAP-2")
def test_no_doctype(recording: Recording) -> None:
    """Neither a DTD nor processing instructions."""
    for attempt in messages(recording):
        if _has_doctype(attempt):
            raise Fails("has_doctype", attempt.finding())
        root = _root(attempt)
        if root is not None and any(True for _ in _instructions(root)):
            raise Fails("has_instruction", attempt.finding())


@rule("C-SOAP-3")
def test_no_encoding_style(recording: Recording) -> None:
    """No encodingStyle on SOAP's own elements, nor on the message."""
    for attempt, root, namespace in _envelopes(recording):
        own = [root, *root.iterchildren(f"{{{namespace}}}*")]
        for element in (*own, *([attempt.body] if attempt.body is not None else ())):
            found = [name for name in element.attrib if str(name).startswith(f"{{{namespace}}}")]
            if found:
                raise Fails("soap_attribute", attempt.finding("-", str(found[0])))


@rule("C-SOAP-4")
def test_header_attributes(recording: Recording) -> None:
    """The attributes that tell who must understand stand where they mean something."""
    used = False
    for attempt, root, namespace in _envelopes(recording):
        version = attempt.version or "1.2"
        names = (f"{{{namespace}}}mustUnderstand", f"{{{namespace}}}{_ROLES[version]}")
        blocks = root.findall(f"{{{namespace}}}Header/*")
        used = used or bool(blocks)
        for element in root.iter(etree.Element):
            if element not in blocks and any(name in element.attrib for name in names):
                raise Fails("misplaced_attribute", attempt.finding("-", str(element.tag)))
        for block in blocks:
            _judge_block(attempt, block, names, version, namespace)
    if not used:
        raise NotApplicable("no_soap_headers")


@rule("C-SOAP-5")
def test_bound_version(recording: Recording) -> None:
    """The version of the contract's binding."""
    bound = recording.contract.service.soap_version
    for attempt in _read(recording):
        if attempt.version != bound:
            finding = attempt.finding(f"SOAP {bound}", f"SOAP {attempt.version}")
            raise Fails("unbound_version", finding, version=bound)


@rule("C-SKEMA-1")
def test_operation(recording: Recording) -> None:
    """The message is the operation's."""
    wanted = recording.contract.service.request_root
    for attempt in _read(recording):
        if attempt.body is not None and attempt.body.tag != wanted:
            raise Fails("other_message", attempt.finding(wanted, str(attempt.body.tag)))


@rule("C-SKEMA-2")
def test_schema(recording: Recording) -> None:
    """The message follows the contract's schema."""
    wanted = recording.contract.service.request_root
    found = [(a, a.body) for a in messages(recording) if a.body is not None]
    found = [(attempt, body) for attempt, body in found if body.tag == wanted]
    if not found:
        raise NotRun("no_requests")
    for attempt, body in found:
        errors = recording.contract.schema.errors(body)
        if errors:
            first = errors[0]
            finding = Finding(
                attempt.exchange, first.xpath, first.line, first.expected, first.found, attempt.note
            )
            raise Fails("request_invalid", finding, count=len(errors))


def _judge_block(
    attempt: Attempt,
    block: etree._Element,
    names: tuple[str, str],
    version: str,
    namespace: str,
) -> None:
    flag, role = (block.get(name) for name in names)
    if flag is not None and flag not in _FLAGS[version]:
        raise Fails("odd_flag", attempt.finding(" / ".join(_FLAGS[version]), flag))
    if role == f"{namespace}/role/ultimateReceiver":
        raise Fails("needless_role", attempt.finding("-", role))


def _read(recording: Recording) -> list[Attempt]:
    """Return the calls with an envelope; C-SOAP-1 judges that they have one."""
    found = [attempt for attempt in messages(recording) if attempt.envelope is not None]
    if not found:
        raise NotRun("no_envelopes")
    return found


def _envelopes(recording: Recording) -> Iterator[tuple[Attempt, etree._Element, str]]:
    for attempt in _read(recording):
        root = _root(attempt)
        if root is not None:
            yield attempt, root, str(etree.QName(root).namespace)


def _root(attempt: Attempt) -> etree._Element | None:
    try:
        return soap.parse(attempt.entry.request)
    except soap.SoapError:
        return None


def _has_doctype(attempt: Attempt) -> bool:
    return b"<!DOCTYPE" in attempt.entry.request.replace(b"\0", b"")  # the zeros of UTF-16


def _instructions(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.getroottree().iter(etree.ProcessingInstruction)
    for sibling in (*root.itersiblings(preceding=True), *root.itersiblings()):
        if isinstance(sibling, etree._ProcessingInstruction):
            yield sibling


def _ends_with_body(attempt: Attempt) -> bool:
    root = _root(attempt)
    last = None if root is None else [e for e in root if isinstance(e.tag, str)][-1]
    return last is not None and etree.QName(last).localname == "Body"
