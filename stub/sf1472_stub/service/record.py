"""The record of one call, from its first byte to its last: what the journal's entry is made of."""

from __future__ import annotations

from collections.abc import Iterable

from sf1472.journal_format import Headers
from sf1472.timing import Timing
from sf1472_stub.http.delivery import UNSENT
from sf1472_stub.http.request import Scope
from sf1472_stub.journal import Breach, Entry, Judgement, new_id
from sf1472_stub.scenarios import CallFacts
from sf1472_stub.scenarios.playing import Played
from sf1472_stub.service.citizen_at import citizen_at
from sf1472_stub.service.notes import notes
from sf1472_stub.soap.shell import Reading, SoapRequest


class Record:
    """What is known of one call so far; `entry` makes the journal's entry of it.

    It begins with the head of an HTTP request, `scope`; `came` adds what was read of the body.
    """

    def __init__(self, scope: Scope, timing: Timing) -> None:
        self._timing = timing
        self._begun = timing.monotonic()
        self.id = new_id(timing)
        self._time = timing.now()
        self._method: str = scope["method"]
        self._path: str = scope["path"]
        self._query: str = scope["query_string"].decode("latin-1")
        self._headers: Headers = tuple(
            (n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"]
        )
        self._request: SoapRequest | None = None
        self._reading = Reading()
        self._facts: CallFacts | None = None

    def came(self, request: SoapRequest, reading: Reading) -> CallFacts:
        """Take down what the caller sent; return what scenarios may look at."""
        self._request, self._reading = request, reading
        self._facts = _facts(self._path, self._headers, request, reading)
        return self._facts

    @property
    def seconds(self) -> float:
        """How long it is since the call began."""
        return self._timing.monotonic() - self._begun

    def entry(self, played: Played, soap_action: str, trace: Iterable[Judgement] = ()) -> Entry:
        """Return the call as the journal keeps it, now that its answer is ready.

        `soap_action` is the contract's; `trace` is what the law said of its cases.
        """
        request, facts, said = self._request, self._facts, self._reading.request
        answer, response, choice = played.answer, played.response, played.choice
        besvarelse, fault = played.besvarelse, played.connection_fault
        path = f"{self._path}?{self._query}" if self._query else self._path
        soap = answer.version.name if answer is not None else facts.soap if facts else None
        return Entry(
            self.id,
            self._time,
            self._method,
            path,
            self._headers,
            request.body if request is not None else b"",
            soap_version=soap,
            caller=facts.kalder if facts is not None else None,
            transaktions_id=said.transaktions_id if said is not None else None,
            scenario=choice.scenario.id if choice is not None else None,
            chosen_by=choice.chosen_by if choice is not None else None,
            status=None if fault in UNSENT else response.status,
            response_headers=(("content-type", response.content_type), *response.headers),
            response_body=response.body,
            outcome=fault or "svar",
            fault=answer.fault if answer is not None else None,
            fejl=besvarelse.fejl if besvarelse is not None else (),
            breaches=tuple(Breach.of(error) for error in self._reading.errors),
            trace=tuple(trace),
            rule=besvarelse.regel if besvarelse is not None else None,
            near_miss=played.near_miss,
            citizen_at=citizen_at(path, self._headers, request, self._reading) if request else (),
            notes=(
                *notes(self._headers, self._reading, soap_action),
                *(besvarelse.noter if besvarelse is not None else ()),
            ),
            milliseconds=self.seconds * 1000,
        )


def _facts(path: str, headers: Headers, request: SoapRequest, reading: Reading) -> CallFacts:
    """Return what scenarios may look at."""
    envelope, said = reading.envelope, reading.request
    version = envelope.version if envelope else request.media_version
    return CallFacts(
        path=path,
        headers=dict(headers),
        soap=version.name if version else None,
        cpr=said.cpr_nummer if said else None,
        kalder=said.myndighed_cvr if said else None,
        hjemler=tuple(k for gruppe in said.grupper for k in gruppe.hjemler) if said else (),
        processing=said.processing if said else (),
    )
