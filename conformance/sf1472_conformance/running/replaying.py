"""Sends a report's calls again: from what a report says to a failure seen with one's own eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import msgspec

from sf1472.errors import KitError
from sf1472.masking import numbers
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.calling.transport import Exchange, HttpCall, HttpTransport
from sf1472_conformance.messages import soap
from sf1472_conformance.messages.document import text
from sf1472_conformance.messages.masking import Masker
from sf1472_conformance.report.jsonfile import read_json
from sf1472_conformance.report.structure import JudgedRule, Report
from sf1472_conformance.verdict.evidence import shown_response
from sf1472_conformance.verdict.likeness import meaning
from sf1472_conformance.verdict.result import Evidence

NAME = "rapport.json"
_PLACE = re.compile(r">\s*<")
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>\s*")
_CUT = re.compile(r"\n\[… (\d+) …\]\n")  # as `evidence` writes it
_HEADER = re.compile(r"<((?:[\w.-]+:)?Header)\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True)
class Replayed:
    """One call sent again: what the report held of it, and what came now.

    `response` and `error` are what came as a report would show it, so masked, and shortened when
    long. Only what a report shows is compared, and a SOAP header, with its times and ids, is not.
    """

    evidence: Evidence
    exchange: Exchange
    response: str
    error: str

    @property
    def same(self) -> bool:
        """Whether the same came as the report holds: status and what the body says, or an error."""
        if self.exchange.response is None:
            return _kind(self.error) == _kind(self.evidence.transport_error)
        said: tuple[object, object] = (_said(self.evidence.response), _said(self.response))
        if None in said:
            said = _side_by_side(self.evidence.response, self.response)
        before, now = said
        return before == now

    @property
    def difference(self) -> tuple[str, ...]:
        """The lines that differ, `-` in the report and `+` now; each element has its line."""
        shown = _side_by_side(self.evidence.response, self.response)
        before, now = (_PLACE.sub(">\n<", text) for text in shown)
        lines = unified_diff(before.splitlines(), now.splitlines(), lineterm="", n=1)
        return tuple(lines)[2:]  # after the names of the two


def find_rule(folder: Path, id_: str) -> JudgedRule:
    """Return a rule of the report in `folder`. Raises KitError when there is none to repeat."""
    rule = next((rule for rule in _report(folder).rules if rule.id == id_.upper()), None)
    if rule is None:
        raise KitError(f"Rapporten i {folder} har ingen regel {id_}")
    if not rule.evidence:
        raise KitError(
            f"Reglen {rule.id} har intet kald at gentage; den endte {rule.outcome.value}"
        )
    return rule


def replay(
    folder: Path, rule: JudgedRule, connection: ConnectionSettings | None = None
) -> Iterator[Replayed]:
    """Send the calls of a rule again, each to the address it went to the first time."""
    for evidence in rule.evidence:
        call = _call(folder, evidence)
        transport = HttpTransport(evidence.url, connection)
        try:
            exchange = transport.send(call)
        finally:
            transport.close()
        masker = Masker(numbers(text(call.body)))
        shown = shown_response(exchange, masker)
        yield Replayed(evidence, exchange, shown, masker(exchange.error))


def _said(shown: str) -> tuple[str, object] | None:
    """Return the head of a response as shown and what its body says; None where it is cut."""
    head, _, body = shown.partition("\n\n")
    try:
        children = soap.read(_DECLARATION.sub("", body).encode()).children
    except soap.SoapError:
        return None
    return head, tuple(map(meaning, children))


def _side_by_side(before: str, now: str) -> tuple[str, str]:
    """Return two responses as shown without their SOAP headers.

    Of long ones the middle is left out, and a longer header leaves less room in front of it: both
    are shown as far as the shorter goes.
    """
    bare = [_HEADER.sub("", text) for text in (before, now)]
    cut = [_CUT.split(text) for text in bare]
    if any(len(parts) == 1 for parts in cut):
        return bare[0], bare[1]
    room = min(len(start) for start, _, _ in cut)
    one, other = (
        f"{start[:room]}\n[… {int(left_out) + len(start) - room} …]\n{end}"
        for start, left_out, end in cut
    )
    return one, other


def _kind(error: str) -> str:
    """Return the transport's own name of an error; what follows it names ports and addresses."""
    return error.partition(":")[0]


def _report(folder: Path) -> Report:
    try:
        return read_json((folder / NAME).read_bytes())
    except OSError as error:
        raise KitError(
            f"Der er ingen {NAME} i {folder}; angiv rapportens mappe med --report"
        ) from error
    except msgspec.MsgspecError as error:
        raise KitError(f"{folder / NAME} er ikke en rapport: {error}") from error


def _call(folder: Path, evidence: Evidence) -> HttpCall:
    body = b""
    if evidence.request_file is not None:
        try:
            body = (folder / evidence.request_file).read_bytes()
        except OSError as error:
            raise KitError(f"Filen {evidence.request_file} mangler i {folder}") from error
    return HttpCall(evidence.method, evidence.url, evidence.headers, body)
