"""Providers that answer otherwise than before, for calls sent again."""
# ruff: noqa: ARG002 - methods of a provider take what it gives them

from __future__ import annotations

import msgspec

from sf1472.message import Forespoergsel, Svar

from .defects.faults import SkipsUnknownElements
from .provider import Case, Provider, RefusedError, Reply


class BreaksOff(Provider):
    """Ends the connection instead of refusing."""

    def fault(self, refusal: RefusedError, version: str) -> Reply:
        """Never answer."""
        raise ConnectionAbortedError


class OtherIds(SkipsUnknownElements):
    """Breaks the same rule, with one element otherwise in its answer."""

    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        """Call all transactions the same."""
        return msgspec.structs.replace(svar, transaktions_id="en-anden")


class Verbose(SkipsUnknownElements):
    """Breaks the same rule in an answer of many lines."""

    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        """Put much before the answer."""
        lines = b"<!-- 1 -->\n" * 80
        return lines + super().envelope(body, version, header)


class HidesTheCitizen(Provider):
    """Names the citizen in the middle of a longer number."""

    def owner_name(self, case: Case) -> str:
        """Put digits around the CPR number."""
        return f"Sag 99{case.cpr}99"


class Changing(Provider):
    """Answers as `now` does, which a test can change while it is served."""

    now: Provider

    def respond(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Let another answer."""
        return self.now.respond(method, url, headers, body)
