"""Unusual providers without a defect."""
# ruff: noqa: D102, ARG002 - a defect is named after what it does

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from sf1472.message import VistKontrolsag

from ..provider import (
    Case,
    Provider,
    RefusedError,
    Reply,
)


class ShowsNothing(Provider):
    """No defect: a provider without data."""

    def cases(self, cpr: str) -> list[Case]:
        return []


class Takes12Only(Provider):
    """No defect: a provider that refuses SOAP 1.1 in order."""

    def post(self, body: bytes, version: str) -> Reply:
        if version == "1.1":
            return self.fault(RefusedError("Kun SOAP 1.2.", "VersionMismatch"), version)
        return super().post(body, version)


class ShowsOnlyTheBoundary(Provider):
    """No defect: its only shelved case lies on the boundary day."""

    def in_time(self, day: date) -> bool:
        return day == date(2026, 2, 28)


class HidesSteps(Provider):
    """No defect: it shows no steps, so nobody can tell when a case was shelved."""

    def show(self, case: Case, code: str) -> VistKontrolsag:
        return replace(super().show(case, code), status=())
