"""What an example sent and told, read from the stub's journal, and what there is to complain of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from uuid import UUID

from lxml import etree

from sf1472_stub import StubServer
from sf1472_stub.journal import Entry, Filter

from .situations import Expected

ENVELOPE = "{http://www.w3.org/2003/05/soap-envelope}Envelope"
K = "{http://www.kombit.dk/2017/01/01/}"
CTX = "{http://kombit.dk/xml/schemas/kontekst/2017/01/01/}"
WSA = "{http://www.w3.org/2005/08/addressing}"
ACTION = "http://www.kombit.dk/2017/01/01/KontrolsagListeHentService#KontrolsagListeHent"
ANONYMOUS = "http://www.w3.org/2005/08/addressing/anonymous"
MEDIA = f'application/soap+xml; charset=utf-8; action="{ACTION}"'
CPR = re.compile(rb"(?<![0-9a-fA-F])[0-9]{6}-?[0-9]{4}(?![0-9a-fA-F])")
SLACK = 2.0  # how much later than its deadline a caller may be seen to leave, on a busy machine


@dataclass(frozen=True)
class Complaint:
    """Something that a good consumer does not do; `kind` is what DEFECTS names."""

    kind: str
    text: str


class Sent:
    """One call as it came."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.headers = dict(entry.request_headers)
        self.envelope = etree.fromstring(entry.request_body)
        self.citizen = self.text(f"{K}PartCPRNummer")
        self.id = entry.transaktions_id or ""
        self.message_id = self.text(f"{WSA}MessageID")

    def text(self, tag: str) -> str:
        """Return the text of the only element with a tag; empty when there is not just one."""
        found = [element.text or "" for element in self.envelope.iter(tag)]
        return found[0] if len(found) == 1 else ""


def complaints(
    server: StubServer, expected: Sequence[Expected], timeout: float
) -> Iterator[Complaint]:
    """Yield what there is to complain of in a run through some situations."""
    entries = server.stub.journal.find(Filter(), limit=10_000)
    calls = [Sent(entry) for entry in reversed(entries)]
    for call in calls:
        yield from _call(call, server.url)
    if len({call.message_id for call in calls}) != len(calls):
        yield Complaint("addressing", "a MessageID was used again")
    yield from _order(server, calls, expected)
    for one in expected:
        citizen = borger(server, one)
        own = [call for call in calls if call.citizen == citizen]
        yield from _attempts(one, own)
        yield from _told(server, one)
    for mark in server.stub.journal.marks():
        if mark.kind == "left" and float(mark.data["seconds"]) > timeout + SLACK:
            yield Complaint("deadline", f"waited {mark.data['seconds']} s")


def borger(server: StubServer, one: Expected) -> str:
    """Return the citizen of a situation."""
    assert server.stub.exam is not None
    return server.stub.exam.citizen(one.scenarie)


def _call(call: Sent, url: str) -> Iterator[Complaint]:
    """Yield what is wrong with one call by itself."""
    entry = call.entry
    if entry.method != "POST" or call.headers.get("content-type") != MEDIA:
        yield Complaint("http", f"{entry.method} {call.headers.get('content-type')}")
    if not re.search(r"^\S+/[0-9.]+", call.headers.get("user-agent", "")):
        yield Complaint("http", f"User-Agent {call.headers.get('user-agent')}")
    if call.envelope.tag != ENVELOPE or entry.breaches:
        yield Complaint("schema", f"{call.envelope.tag}, {entry.breaches}")
    if "?" in entry.path or CPR.search(repr(entry.request_headers).encode()):
        yield Complaint("citizen", "in the address or a header")
    if CPR.findall(entry.request_body) != [call.citizen.encode()]:
        yield Complaint("citizen", "elsewhere in the message than in its own element")
    addressed = [call.text(f"{WSA}{name}") for name in ("Action", "To")]
    reply_to = call.text(f"{WSA}Address") or ANONYMOUS
    named = _uuid(call.message_id, "urn:uuid:")
    if addressed != [ACTION, url] or reply_to != ANONYMOUS or not named:
        yield Complaint("addressing", f"{addressed} {reply_to} {call.message_id}")
    if not _uuid(call.id):
        yield Complaint("ids", f"TransaktionsId {call.id!r}")
    if not _now(call.text(f"{CTX}TransaktionsTid"), entry.time):
        yield Complaint("time", call.text(f"{CTX}TransaktionsTid"))
    yield from _question(call)


def _question(call: Sent) -> Iterator[Complaint]:
    """Yield where the question is another than the agreement allows."""
    asked = {
        f"{CTX}MunicipalityCVR": "55133018",
        f"{K}VirksomhedCVRNummer": "00001472",
        f"{K}SagFoelsomhed": "FOELSOMME_PERSONOPLYSNINGER",
        f"{K}KLEDataAfgr": "32.*",
        f"{K}LovDataAfgr": "UDKL_11A_STK2",
    }
    for tag, value in asked.items():
        if call.text(tag) != value:
            yield Complaint("law", f"{tag} {call.text(tag)!r}")


def _order(
    server: StubServer, calls: Sequence[Sent], expected: Sequence[Expected]
) -> Iterator[Complaint]:
    """Yield where the lookups did not come one after another, each with an id of its own."""
    runs = [(citizen, {c.id for c in run}) for citizen, run in groupby(calls, lambda c: c.citizen)]
    if [citizen for citizen, _ in runs] != [borger(server, one) for one in expected]:
        yield Complaint("order", "the lookups did not come in order, one at a time")
    wanted = sum(len(one.outcomes) for one in expected)
    if len(set().union(*(ids for _, ids in runs))) != wanted:
        yield Complaint("ids", "a lookup has not one TransaktionsId of its own")


def _attempts(one: Expected, calls: Sequence[Sent]) -> Iterator[Complaint]:
    """Yield where the attempts are too many, too few or too close."""
    if len(calls) != one.attempts:
        yield Complaint("attempts", f"{one.scenarie}: {len(calls)}")
    pauses = [0.25, 0.5]  # half a second and a second, less the jitter
    for pause, (first, second) in zip(pauses, pairwise(calls), strict=False):
        gap = (second.entry.time - first.entry.time).total_seconds()
        if first.id == second.id and gap < max(pause, one.wait):
            yield Complaint("pauses", f"{one.scenarie}: {gap:.2f} s")


def _told(server: StubServer, one: Expected) -> Iterator[Complaint]:
    """Yield where something else was told than what should have come of the lookups."""
    told = [
        mark.data
        for mark in server.stub.journal.marks()
        if mark.kind == "told" and mark.data["situation"] == one.scenarie
    ]
    if len(told) != len(one.outcomes):
        yield Complaint("outcome", f"{one.scenarie}: told {len(told)} times")
    for data, allowed, day in zip(told, one.outcomes, one.dates, strict=False):
        cases = str(one.cases) if data["outcome"] == "used" else None
        if data["outcome"] not in allowed.split("|") or data.get("cases") != cases:
            yield Complaint("outcome", f"{one.scenarie}: {dict(data)}")
        if data.get("date") != day:
            yield Complaint("date", f"{one.scenarie}: {data.get('date')}")


def _uuid(text: str, prefix: str = "") -> bool:
    try:
        return text.startswith(prefix) and str(UUID(text[len(prefix) :])) == text[len(prefix) :]
    except ValueError:
        return False


def _now(text: str, came: datetime) -> bool:
    """Say whether a time has a zone and is the moment of the call."""
    readable = re.sub(r"\.\d+", "", text).replace("Z", "+00:00")  # for Python 3.10
    try:
        moment = datetime.fromisoformat(readable)
    except ValueError:
        return False
    return moment.tzinfo is not None and abs(came - moment) < timedelta(seconds=60)
