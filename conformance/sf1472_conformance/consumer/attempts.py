"""One call of a consumer, read as far as it can be, and what it said came of a lookup."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from sf1472.errors import ProfileError
from sf1472.message import Forespoergsel, Messages
from sf1472_conformance.calling.transport import Exchange, HttpCall, HttpResponse
from sf1472_conformance.consumer.journal import Entry, Mark
from sf1472_conformance.law.oracle import DENMARK
from sf1472_conformance.messages import soap
from sf1472_conformance.verdict.kinds import Finding

METADATA = ("wsdl", "singlewsdl", "xsd", "mex")  # queries, in lower case


@dataclass(frozen=True)
class Attempt:
    """One call of the consumer.

    `begun` and `ended` are seconds since 1970: when the call came, and when its answer was ready or
    the consumer hung up. `played` is the situation it was in, or the scenario outside an exam.
    `envelope` and `request` are None where the message cannot be read so far.
    """

    entry: Entry
    exchange: Exchange
    begun: float
    ended: float
    played: str | None
    envelope: soap.Envelope | None
    body: etree._Element | None
    request: Forespoergsel | None

    @property
    def version(self) -> str | None:
        """The SOAP version of the envelope."""
        return self.envelope.version if self.envelope is not None else None

    @property
    def id(self) -> str | None:
        """The request's TransaktionsId."""
        return self.request.transaktions_id if self.request is not None else None

    @property
    def succeeded(self) -> bool:
        """Whether the answer was an ordinary one and whole; it may hold a Fejl or an Advis."""
        entry = self.entry
        plain = entry.status == 200 and entry.outcome in ("svar", "dryp")
        return plain and entry.fault is None

    @property
    def is_probe(self) -> bool:
        """Whether it is no lookup: is the service there, and how is it described."""
        method, query = self.entry.method, self.entry.path.partition("?")[2].lower()
        if method != "GET":
            return method in ("HEAD", "OPTIONS")
        length, coding = self.header("content-length"), self.header("transfer-encoding")
        return query.partition("=")[0] in METADATA and length in (None, "0") and coding is None

    def header(self, name: str) -> str | None:
        """Return the HTTP header called `name` (lower case), or None."""
        found = (v for n, v in self.entry.request_headers if n.lower() == name)
        return next(found, None)

    def finding(self, expected: str = "", found: str = "") -> Finding:
        """Return what a check saw in this call."""
        return Finding(self.exchange, expected=expected, found=found, note=self.note)

    @property
    def note(self) -> str:
        """Which call it is: when it came, and the situation."""
        local = self.entry.time.astimezone(DENMARK)
        when = f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"
        return " ".join(part for part in (when, self.played) if part)


@dataclass(frozen=True)
class Told:
    """What the consumer said came of a lookup; `at` in seconds since 1970."""

    at: float
    outcome: str
    cases: int | None
    date: str | None


def read_attempt(
    entry: Entry, messages: Messages, request_root: str, left: Mark | None, played: str | None
) -> Attempt:
    """Return a call as an attempt; `left` is the mark of when the consumer hung up, if it did."""
    begun = entry.time.timestamp()
    ended = begun + (float(left.data["seconds"]) if left else entry.milliseconds / 1000)
    envelope = _envelope(entry)
    body = envelope.children[0] if envelope is not None and envelope.children else None
    request = _request(body, messages) if body is not None and body.tag == request_root else None
    return Attempt(entry, _exchange(entry), begun, ended, played, envelope, body, request)


def read_told(mark: Mark) -> Told:
    """Return what a mark says that the consumer told."""
    data = mark.data
    cases = int(data["cases"]) if "cases" in data else None
    return Told(moment_of(mark), data["outcome"], cases, data.get("date"))


def pauses(lookup: tuple[Attempt, ...]) -> list[float]:
    """Return the seconds between each attempt's end and the next one's beginning."""
    return [later.begun - earlier.ended for earlier, later in pairwise(lookup)]


def moment_of(mark: Mark) -> float:
    """Return when a mark was left, in seconds since 1970."""
    return mark.time.timestamp()


def _request(body: etree._Element, messages: Messages) -> Forespoergsel | None:
    try:
        return messages.read_request(body)
    except ProfileError:
        return None


def _envelope(entry: Entry) -> soap.Envelope | None:
    try:
        return soap.read(entry.request)
    except soap.SoapError:
        return None


def _exchange(entry: Entry) -> Exchange:
    call = HttpCall(entry.method, entry.path, entry.request_headers, entry.request)
    if entry.status is None:
        return Exchange(call, None, entry.outcome, entry.milliseconds / 1000)
    headers = tuple((name.lower(), value) for name, value in entry.response_headers)
    response = HttpResponse(entry.status, headers, entry.response)
    return Exchange(call, response, "", entry.milliseconds / 1000)
