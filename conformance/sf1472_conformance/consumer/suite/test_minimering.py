"""C-MIN: the citizen's number stands where the contract has it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from sf1472.masking import MASK
from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.observed import calls
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Inconclusive

Places = Callable[[Attempt], dict[str, str]]


@rule("C-MIN-1")
def test_address(recording: Recording) -> None:
    """Not in the address, which everybody logs."""
    _judge(recording, lambda place: place == "path", lambda a: {"path": a.entry.path})


@rule("C-MIN-2")
def test_headers(recording: Recording) -> None:
    """Not in HTTP headers."""
    _judge(
        recording,
        lambda place: place.startswith("header ") and place.lower() != "header user-agent",
        lambda a: {n: f"{n} {v}" for n, v in a.entry.request_headers if n.lower() != "user-agent"},
    )


@rule("C-MIN-3")
def test_user_agent(recording: Recording) -> None:
    """Not in the program's name of itself."""
    _judge(
        recording,
        lambda place: place.lower() == "header user-agent",
        lambda a: {"user-agent": a.header("user-agent") or ""},
    )


@rule("C-MIN-4")
def test_soap_header(recording: Recording) -> None:
    """Not in the SOAP header."""
    _judge(recording, lambda place: place.startswith("soap "), _soap_header)


@rule("C-MIN-5")
def test_other_elements(recording: Recording) -> None:
    """Not in other elements of the message, such as the identification."""
    _judge(
        recording,
        lambda place: place.startswith("body "),
        lambda attempt: _other_nodes(recording, attempt),
    )


def _judge(recording: Recording, meant: Callable[[str], bool], texts: Places) -> None:
    """Fail where the citizen's own number stood; open where the journal masked another one."""
    for attempt in calls(recording):
        for place in attempt.entry.citizen_at:
            if meant(place):
                raise Fails("cpr_sent", attempt.finding("-", place), place=place)
    for attempt in (*calls(recording), *recording.probes):
        for name, text in texts(attempt).items():
            if MASK in text:
                raise Inconclusive("looks_like_cpr", attempt.finding("-", name), place=name)


def _soap_header(attempt: Attempt) -> dict[str, str]:
    return _texts(_nodes(attempt)[0])


def _other_nodes(recording: Recording, attempt: Attempt) -> dict[str, str]:
    """Return the texts of the message's nodes but the citizen's own."""
    own = recording.citizen_in(attempt.body) if attempt.body is not None else None
    return _texts([node for node in _nodes(attempt)[1] if node is not own])


def _nodes(attempt: Attempt) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return the header's elements, comments and instructions, and all others of the call."""
    if attempt.body is None:
        return [], []
    root = attempt.body.getroottree().getroot()
    nodes = root.xpath("//node()[not(self::text())]")
    header = {node for part in root.iterfind("{*}Header") for node in part.iter()}
    return [n for n in nodes if n in header], [n for n in nodes if n not in header]


def _texts(nodes: list[etree._Element]) -> dict[str, str]:
    """Return what stands in and after the nodes, and in attributes, by the names of the nodes."""
    texts: dict[str, str] = {}
    for node in nodes:
        parts = (node.text or "", *map(str, node.attrib.values()), node.tail or "")
        texts[_name(node)] = " ".join((texts.get(_name(node), ""), *parts))
    return texts


def _name(node: etree._Element) -> str:
    if isinstance(node.tag, str):
        return node.tag
    kind = "comment" if isinstance(node, etree._Comment) else "processing-instruction"
    return f"{kind}()"
