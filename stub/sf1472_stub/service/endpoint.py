"""The SOAP address (ASGI): a call comes, a scenario may step in, the journal keeps it, it goes."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from itertools import islice
from typing import ParamSpec

from msgspec.structs import replace

from sf1472.errors import KitError
from sf1472_stub.exam import Exam
from sf1472_stub.http.delivery import (
    UNSENT,
    Connection,
    Response,
    deliver,
    send_early,
    send_response,
)
from sf1472_stub.http.request import (
    Disconnected,
    Receive,
    Scope,
    Send,
    read_body,
    read_content_type,
)
from sf1472_stub.journal import Breach, Entry, Journal, Judgement, new_id, now
from sf1472_stub.provider.provider import Provider
from sf1472_stub.scenarios import Oplysninger, Scenarier, Valg
from sf1472_stub.scenarios.distort import Forvansker
from sf1472_stub.scenarios.model import Http
from sf1472_stub.service.citizen_at import citizen_at
from sf1472_stub.service.documents import Documents
from sf1472_stub.service.notes import notes
from sf1472_stub.soap.envelope import VERSIONS, SoapVersion
from sf1472_stub.soap.faults import SoapFault
from sf1472_stub.soap.shell import Reading, SoapAnswer, SoapRequest, SoapShell, internal_error

TRACED = 100  # judgements that the journal keeps of one call
_P = ParamSpec("_P")
log = logging.getLogger("sf1472_stub")


class SoapEndpoint:
    """The service's address: POST is a call, GET with `?wsdl` the contract, all else is refused.

    Parameters: `files_path` is the path under which the contract's files are served; `show_cpr`
    whether the journal keeps CPR numbers; `exam` the exam that the calls belong to, if any.
    """

    def __init__(
        self,
        shell: SoapShell,
        provider: Provider,
        documents: Documents,
        scenarier: Scenarier,
        forvansker: Forvansker,
        journal: Journal,
        *,
        files_path: str,
        show_cpr: bool = False,
        exam: Exam | None = None,
    ) -> None:
        self._shell = shell
        self._provider = provider
        self._documents = documents
        self._soap_action = shell.soap_action
        self._scenarier = scenarier
        self._forvansker = forvansker
        self._journal = journal
        self._files_path = files_path
        self._show_cpr = show_cpr
        self._exam = exam

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        connection = Connection(scope, receive, send)
        method = scope["method"]
        if method in ("GET", "HEAD") and _asks_for_wsdl(scope["query_string"]):
            await send_response(connection, self._wsdl(scope), with_body=method != "HEAD")
        elif method == "POST":
            await self._call(connection)
        else:
            begun, entry = time.perf_counter(), _begin(scope)
            answer = self._shell.refuse(SoapFault("METODE"), None)
            headers = (*answer.headers, ("allow", "POST"))
            response = replace(_response(answer), headers=headers)
            await self._keep(_answered(entry, answer, response), begun)
            await send_response(connection, response, with_body=method != "HEAD")

    async def _call(self, connection: Connection) -> None:
        """Read a call and perform it, or refuse what cannot be read."""
        begun = time.perf_counter()
        entry = _begin(connection.scope)
        headers = dict(connection.scope["headers"])
        version: SoapVersion | None = None
        try:
            version, charset = read_content_type(headers.get(b"content-type", b""))
            body = await read_body(headers, connection.receive)
        except SoapFault as fault:
            answer = self._shell.refuse(fault, version)
            await self._keep(_answered(entry, answer, _response(answer)), begun)
            await send_early(connection, _response(answer))
        except Disconnected:
            log.info("kalderen afbrød, før anmodningen var hel")
        else:
            request = SoapRequest(body, version, charset)
            await self._perform(connection, request, replace(entry, request_body=body), begun)

    async def _perform(
        self, connection: Connection, request: SoapRequest, entry: Entry, begun: float
    ) -> None:
        """Answer a call that was read, the way a scenario wants it if one applies."""
        reading = self._shell.read(request)
        kald = _oplysninger(entry, request, reading)
        valg = self._scenarier.vaelg(kald)
        entry = _told(entry, kald, request, reading)
        entry = replace(entry, notes=notes(entry, reading, self._soap_action))
        answer: SoapAnswer | None
        if valg is None:
            answer = self._shell.call(request, reading)
            response, forbindelse = _response(answer), None
            self._forvansker.husk(response)
            entry = replace(entry, near_miss=self._scenarier.naermeste(kald))
        else:
            await asyncio.sleep(valg.forsinkelse)
            answer, response = self._play(valg, request, reading)
            if answer is not None and answer.fault is None and not valg.goer.forvansk:
                self._forvansker.husk(response)
            forbindelse = valg.goer.forbindelse
            entry = replace(entry, scenario=valg.scenarie.id, chosen_by=valg.valgt_af)
        if answer is not None:
            entry = self._explained(_answered(entry, answer, response), answer)
        else:
            entry = _sent(entry, response)
        if forbindelse is not None:
            unsent = forbindelse in UNSENT
            entry = replace(entry, outcome=forbindelse, status=None if unsent else entry.status)
        try:
            await self._keep(entry, begun)
        except KitError as error:  # what is not kept must not be answered as if it were
            response, forbindelse = self._broken(error, request), None
        await deliver(connection, response, forbindelse)
        if forbindelse == "haeng" and self._exam is not None:
            waited = f"{time.perf_counter() - begun:.3f}"
            await self._do(self._exam.note, "left", {"call": entry.id, "seconds": waited})

    def _broken(self, error: KitError, request: SoapRequest) -> Response:
        """Answer that the journal cannot be written."""
        return _response(self._shell.refuse(internal_error(error), request.media_version))

    def _play(
        self, valg: Valg, request: SoapRequest, reading: Reading
    ) -> tuple[SoapAnswer | None, Response]:
        """Return what the scenario answers: the provider's or a fault, or HTTP without SOAP."""
        goer = valg.goer
        if goer.http is not None:
            return None, _http(goer.http)
        if goer.soapfejl is not None:
            version = reading.envelope.version if reading.envelope else request.media_version
            if "anden-soap-version" in goer.forvansk:
                version = next(v for v in VERSIONS if v is not version)
            answer = self._shell.refuse(SoapFault(goer.soapfejl), version)
        else:
            answer = self._shell.call(request, reading, goer)
        return answer, self._forvansker.forvansk(_response(answer), goer.forvansk)

    def _explained(self, entry: Entry, answer: SoapAnswer) -> Entry:
        """Add what the law said of each case, and the codes and rule of a refused call."""
        if answer.besvarelse is None:
            return entry
        spor = islice(self._provider.spor(answer.besvarelse), TRACED)
        trace = tuple(Judgement(s.sag.uuid, s.hjemmel, s.brudt) for s in spor)
        besvarelse = answer.besvarelse
        noted = (*entry.notes, *besvarelse.noter)
        return replace(entry, trace=trace, fejl=besvarelse.fejl, rule=besvarelse.regel, notes=noted)

    async def _keep(self, entry: Entry, begun: float) -> None:
        """Put the call into the journal and a line about it into the log."""
        entry = replace(entry, milliseconds=(time.perf_counter() - begun) * 1000)
        if not self._show_cpr:
            entry = entry.masked()
        await self._do(self._journal.append, entry)
        log.info(
            "SOAP %s  %s  %s  %s%.1f ms",
            entry.soap_version or "-",
            entry.status or "-",
            entry.fault or ", ".join(entry.fejl) or entry.outcome,
            f"scenarie {entry.scenario}  " if entry.scenario else "",
            entry.milliseconds,
        )

    async def _do(self, work: Callable[_P, None], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Do work with the journal, in a thread when it may have to wait there."""
        if self._journal.blocking:
            await asyncio.to_thread(work, *args, **kwargs)
        else:
            work(*args, **kwargs)

    def _wsdl(self, scope: Scope) -> Response:
        base = base_url(scope)
        content = self._documents.wsdl(f"{base}{scope['path']}", f"{base}{self._files_path}")
        return Response(200, "text/xml; charset=utf-8", content)


def base_url(scope: Scope) -> str:
    """Return scheme, host and port as the caller wrote them, or as the server knows them."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    if not re.fullmatch(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", host):
        host = "{}:{}".format(*scope["server"])
    return f"{scope['scheme']}://{host}"


def _asks_for_wsdl(query: bytes) -> bool:
    return query.lower().split(b"=")[0] == b"wsdl"


def _response(answer: SoapAnswer) -> Response:
    return Response(answer.status, answer.version.content_type, answer.body, answer.headers)


def _http(http: Http) -> Response:
    return Response(http.status, http.indholdstype, http.krop.encode(), tuple(http.headers.items()))


def _begin(scope: Scope) -> Entry:
    headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"])
    query = scope["query_string"].decode("latin-1")
    path = f"{scope['path']}?{query}" if query else scope["path"]
    return Entry(new_id(), now(), scope["method"], path, headers, b"")


def _oplysninger(entry: Entry, request: SoapRequest, reading: Reading) -> Oplysninger:
    """Return what scenarios may look at."""
    version = reading.envelope.version if reading.envelope else request.media_version
    sagt = reading.request
    return Oplysninger(
        sti=entry.path.partition("?")[0],
        headers=dict(entry.request_headers),
        soap=version.name if version else None,
        cpr=sagt.cpr_nummer if sagt else None,
        kalder=sagt.myndighed_cvr if sagt else None,
        hjemler=tuple(k for gruppe in sagt.grupper for k in gruppe.hjemler) if sagt else (),
        processing=sagt.processing if sagt else (),
    )


def _told(entry: Entry, kald: Oplysninger, request: SoapRequest, reading: Reading) -> Entry:
    """Add what the request said of itself."""
    return replace(
        entry,
        soap_version=kald.soap,
        caller=kald.kalder,
        transaktions_id=reading.request.transaktions_id if reading.request else None,
        breaches=tuple(Breach.of(error) for error in reading.errors),
        citizen_at=citizen_at(entry, reading, request.charset),
    )


def _sent(entry: Entry, response: Response) -> Entry:
    headers = (("content-type", response.content_type), *response.headers)
    return replace(
        entry, status=response.status, response_headers=headers, response_body=response.body
    )


def _answered(entry: Entry, answer: SoapAnswer, response: Response) -> Entry:
    return replace(_sent(entry, response), soap_version=answer.version.name, fault=answer.fault)
