"""C-SVAR: answers that are right, though unusual, and what is an error and what is not."""

from __future__ import annotations

from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.consumer.telling import judge_told
from sf1472_conformance.running.rule import rule


@rule("C-SVAR-1")
def test_ordinary(recording: Recording) -> None:
    """Ordinary answers are used, the last as the first."""
    judge_told(recording, "S-SVAR-1", "S-SLUT-1")


@rule("C-SVAR-2")
def test_empty(recording: Recording) -> None:
    """An answer without cases is an answer, too."""
    judge_told(recording, "S-SVAR-2")


@rule("C-SVAR-3")
def test_notice(recording: Recording) -> None:
    """A notice takes nothing from the answer."""
    judge_told(recording, "S-SVAR-3")


@rule("C-SVAR-4")
def test_minor_version(recording: Recording) -> None:
    """What a newer minor version adds is no hindrance."""
    judge_told(recording, "S-SVAR-4")


@rule("C-SVAR-5")
def test_same_case_twice(recording: Recording) -> None:
    """One UUID is one case."""
    judge_told(recording, "S-SVAR-5")


@rule("C-SVAR-6")
def test_large(recording: Recording) -> None:
    """Ten thousand cases are ten thousand cases."""
    judge_told(recording, "S-SVAR-6")


@rule("C-SVAR-7")
def test_fejl_is_seen_as_fejl(recording: Recording) -> None:
    """A Fejl is seen as one."""
    judge_told(recording, "S-FEJL-1", "S-FEJL-2", "S-FEJL-3")


@rule("C-SVAR-8")
def test_fault(recording: Recording) -> None:
    """A fault is no answer."""
    judge_told(recording, "S-SOAP-1", "S-SOAP-2")


@rule("C-SVAR-9")
def test_http_failure(recording: Recording) -> None:
    """A failure of HTTP is no answer."""
    plain = ("S-HTTP-1", "S-HTTP-2", "S-HTTP-3", "S-HTTP-4", "S-HTTP-5", "S-HTTP-6", "S-HTTP-7")
    judge_told(recording, *plain, "S-HTTP-8")
