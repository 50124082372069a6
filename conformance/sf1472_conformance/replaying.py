"""Sends a report's calls again: from what a report says to a failure seen with one's own eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sf1472.errors import KitError
from sf1472_conformance.connection import Connection
from sf1472_conformance.report import Judged, Report
from sf1472_conformance.reports.jsonfile import read_json
from sf1472_conformance.transport import Call, Exchange, HttpTransport
from sf1472_conformance.verdict import Evidence

NAME = "rapport.json"


@dataclass(frozen=True)
class Replayed:
    """One call sent again: what the report held of it, and what came now."""

    evidence: Evidence
    exchange: Exchange

    @property
    def same_status(self) -> bool:
        """Whether the HTTP status is the one in the report."""
        return self.exchange.status == self.evidence.status


def find_rule(folder: Path, id_: str) -> Judged:
    """Return a rule of the report in `folder`. Raises KitError when there is none to repeat."""
    rule = next((rule for rule in _report(folder).rules if rule.id == id_.upper()), None)
    if rule is None:
        raise KitError(f"Rapporten i {folder} har ingen regel {id_}")
    if not rule.evidence:
        raise KitError(
            f"Reglen {rule.id} har intet kald at gentage; den endte {rule.outcome.value}"
        )
    return rule


def replay(folder: Path, rule: Judged, connection: Connection | None = None) -> Iterator[Replayed]:
    """Send the calls of a rule again, each to the address it went to the first time."""
    for evidence in rule.evidence:
        transport = HttpTransport(evidence.url, connection)
        try:
            yield Replayed(evidence, transport.send(_call(folder, evidence)))
        finally:
            transport.close()


def _report(folder: Path) -> Report:
    try:
        return read_json((folder / NAME).read_bytes())
    except OSError as error:
        raise KitError(f"Der er ingen {NAME} i {folder}") from error
    except msgspec.MsgspecError as error:
        raise KitError(f"{folder / NAME} er ikke en rapport: {error}") from error


def _call(folder: Path, evidence: Evidence) -> Call:
    body = b""
    if evidence.request_file is not None:
        try:
            body = (folder / evidence.request_file).read_bytes()
        except OSError as error:
            raise KitError(f"Filen {evidence.request_file} mangler i {folder}") from error
    return Call(evidence.method, evidence.url, evidence.headers, body)
