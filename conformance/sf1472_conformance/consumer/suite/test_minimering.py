"""C-MIN: the citizen's number stands where the contract has it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.journal import MASK
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.seen import calls
from sf1472_conformance.plugin import rule
from sf1472_conformance.verdict import Fails, Inconclusive

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
        lambda a: {n: v for n, v in a.entry.request_headers if n.lower() != "user-agent"},
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
        lambda attempt: _other_elements(recording, attempt),
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
    blocks = attempt.envelope.headers if attempt.envelope is not None else ()
    return {str(block.tag): "".join(block.itertext()) for block in blocks}


def _other_elements(recording: Recording, attempt: Attempt) -> dict[str, str]:
    """Return the texts of the message's elements but the citizen's own."""
    if attempt.body is None:
        return {}
    own = recording.citizen_in(attempt.body)
    others = [element for element in attempt.body.iter("*") if element is not own]
    texts: dict[str, str] = {}
    for element in others:
        texts[str(element.tag)] = texts.get(str(element.tag), "") + (element.text or "")
    return texts
