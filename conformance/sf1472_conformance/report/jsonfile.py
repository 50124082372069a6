"""The report as JSON: the structure itself, in both languages."""

from __future__ import annotations

import msgspec

from sf1472_conformance.report.structure import Report


def as_json(report: Report) -> bytes:
    """Return the report as indented JSON; `read_json` reads it back."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def read_json(data: bytes) -> Report:
    """Read a report that `as_json` wrote. Raises msgspec.ValidationError."""
    return msgspec.json.decode(data, type=Report)
