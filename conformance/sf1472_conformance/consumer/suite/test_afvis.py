"""C-AFVIS: answers that are broken, and not to be used."""

from __future__ import annotations

from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.telling import judge_told
from sf1472_conformance.running.rule import rule


@rule("C-AFVIS-1")
def test_truncated(recording: Recording) -> None:
    """It ends in the middle."""
    judge_told(recording, "S-XML-1")


@rule("C-AFVIS-2")
def test_ill_formed(recording: Recording) -> None:
    """It is no XML."""
    judge_told(recording, "S-XML-2")


@rule("C-AFVIS-3")
def test_wrong_bytes(recording: Recording) -> None:
    """Its bytes are not of its encoding."""
    judge_told(recording, "S-XML-3")


@rule("C-AFVIS-4")
def test_other_namespace(recording: Recording) -> None:
    """It is another contract's."""
    judge_told(recording, "S-XML-4")


@rule("C-AFVIS-5")
def test_lacking(recording: Recording) -> None:
    """Something required is missing."""
    judge_told(recording, "S-XML-5")


@rule("C-AFVIS-6")
def test_broken_off(recording: Recording) -> None:
    """The connection broke in the middle of it."""
    judge_told(recording, "S-NET-4")


@rule("C-AFVIS-7")
def test_other_version(recording: Recording) -> None:
    """It is a fault, in a version that was not asked in."""
    judge_told(recording, "S-SOAP-3")
