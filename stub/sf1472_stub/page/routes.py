"""The page's addresses."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Route

from sf1472 import __version__
from sf1472_stub.guard import Guard
from sf1472_stub.journal import Entry, with_journal
from sf1472_stub.page.admission import Refused, View, admit, asks_for_token, with_headers
from sf1472_stub.page.call import call
from sf1472_stub.page.citizens import askers, citizens, example_curl
from sf1472_stub.page.forms import MOST_CALLS, YEARS, Forms
from sf1472_stub.page.listing import Query, listing
from sf1472_stub.page.provenance import certainties
from sf1472_stub.page.rendering import render
from sf1472_stub.page.source import Source
from sf1472_stub.service.address import base_url
from sf1472_stub.service.keeping import TRACED

_STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page_routes(stub: Source, guard: Guard | None = None) -> list[Route]:
    """Return the page's routes; without a guard it is shown on this machine only.

    A browser gives the guard's token as its password.
    """
    guard = guard or Guard()
    pages, forms = _Pages(stub), Forms(stub)
    views: dict[str, View] = {
        "/": pages.journal,
        "/journal": pages.rows,
        "/kald/{id}": pages.call,
        "/kald/{id}/{body}": pages.raw,
        "/scenarier": pages.scenarios,
        "/borgere": pages.citizens,
        "/eksamen": pages.exam,
        "/eksamen/situationer": pages.situations,
        "/om": pages.about,
        "/side/{file}": pages.static,
    }
    posted: dict[str, View] = {
        "/dato": forms.set_date,
        "/scenarier/nulstil": forms.reset_scenarios,
        "/scenarier/{id}/aktiver": forms.switch_on,
        "/scenarier/{id}/deaktiver": forms.switch_off,
    }
    return [
        *(Route(path, pages.guarded(view, guard), methods=["GET"]) for path, view in views.items()),
        *(
            Route(path, pages.guarded(view, guard), methods=["POST"])
            for path, view in posted.items()
        ),
    ]


class _Pages:
    """The views, each from a request to a response."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def guarded(self, view: View, guard: Guard) -> View:
        """Let in only whom the guard lets in; make a page of every refusal."""

        async def guarded_view(request: Request) -> Response:
            if _wants_text(request):
                return with_headers(self.overview(request))
            if not guard.lets_in(request.headers.get("authorization", ""), as_password=True):
                return with_headers(asks_for_token())
            try:
                admit(guard, request)
                return with_headers(await view(request))
            except Refused as refused:
                html = self._html(request, "besked.html.j2", text=refused.text)
                return with_headers(HTMLResponse(html, status_code=refused.status))

        return guarded_view

    def overview(self, request: Request) -> Response:
        """Say in plain text where things are."""
        base = base_url(request.scope)
        return PlainTextResponse(
            f"SF1472 stub {__version__}\n{self._source.contract.title}\n\n"
            f"Tjeneste  {base}{self._source.path}\n"
            f"WSDL      {base}{self._source.path}?wsdl\n"
            f"Status    {base}/health\n",
            headers={"Vary": "Accept"},
        )

    async def journal(self, request: Request) -> Response:
        """Show the calls so far."""
        source = self._source
        found = await listing(source, Query.of(request.query_params))
        html = self._html(
            request,
            "journal.html.j2",
            listing=found,
            callers=sorted(source.data.register.myndigheder.values(), key=lambda m: m.navn),
            scenarios=source.scenarios.every,
            example=example_curl(source, base_url(request.scope)),
        )
        return HTMLResponse(html, headers={"Vary": "Accept"})

    async def rows(self, request: Request) -> Response:
        """Give the list alone, for the page to refresh itself with."""
        found = await listing(self._source, Query.of(request.query_params))
        return _fresh(request, render("_kald.html.j2", listing=found))

    async def call(self, request: Request) -> Response:
        """Show one call."""
        entry = await self._entry(request)
        shown = await run_in_threadpool(call, self._source, entry, base_url(request.scope))
        html = await run_in_threadpool(
            self._html, request, "opkald.html.j2", call=shown, traced=TRACED
        )
        return HTMLResponse(html)

    async def raw(self, request: Request) -> Response:
        """Give one body of a call as the journal holds it."""
        entry = await self._entry(request)
        bodies = {"anmodning": entry.request_body, "svar": entry.response_body}
        name = request.path_params["body"]
        if name not in bodies:
            raise Refused(404, "Et kald har en anmodning og et svar, ikke andet.")
        return Response(
            bodies[name],
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}-{entry.id[:16]}.xml"'},
        )

    async def scenarios(self, request: Request) -> Response:
        """Show the catalogue of scenarios with their switches."""
        switches = self._source.scenarios
        states = {scenario.id: switches.state(scenario.id) for scenario in switches.every}
        html = self._html(
            request,
            "scenarier.html.j2",
            scenarios=switches.every,
            active=switches.active,
            states=states,
            most=MOST_CALLS,
        )
        return HTMLResponse(html)

    async def citizens(self, request: Request) -> Response:
        """Show the test citizens and who sees what."""
        shown = await run_in_threadpool(citizens, self._source)
        html = self._html(
            request,
            "borgere.html.j2",
            citizens=shown,
            askers=askers(self._source),
            example=example_curl(self._source, base_url(request.scope)),
        )
        return HTMLResponse(html)

    async def exam(self, request: Request) -> Response:
        """Show how far an exam is."""
        return HTMLResponse(self._html(request, "eksamen.html.j2", **await self._progress()))

    async def situations(self, request: Request) -> Response:
        """Give the exam's situations alone, for the page to refresh itself with."""
        return _fresh(request, render("_eksamen.html.j2", **await self._progress()))

    async def about(self, request: Request) -> Response:
        """Show what the contract and the rules rest on."""
        contract = self._source.contract
        html = self._html(
            request,
            "om.html.j2",
            contract=contract,
            marks=await run_in_threadpool(certainties, contract),
            rules=self._source.hjemmel.regler,
            hjemler=self._source.hjemmel.hjemler,
        )
        return HTMLResponse(html)

    async def static(self, request: Request) -> Response:
        """Give the page's own style, script or symbol."""
        name = request.path_params["file"]
        files = {file.name: file for file in _STATIC.iterdir()}
        if name not in files:
            raise Refused(404, "Filen findes ikke.")
        media_type = MEDIA_TYPES[files[name].suffix]
        return FileResponse(files[name], media_type=media_type)

    async def _progress(self) -> dict[str, Any]:
        """Return what the exam's page shows."""
        exam = self._source.exam
        if exam is None:
            raise Refused(
                404, "Stubben holder ingen eksamen. Start en med sf1472 conform consumer."
            )
        progress = await with_journal(self._source.journal, exam.progress)
        return {
            "exam": exam,
            "ended": await with_journal(self._source.journal, exam.ended),
            "progress": progress,
            "seen": sum(one.calls > 0 for one in progress),
            "calls": sum(one.calls for one in progress),
            "told": sum(len(one.told) for one in progress),
        }

    async def _entry(self, request: Request) -> Entry:
        journal = self._source.journal
        entry = await with_journal(journal, journal.get, request.path_params["id"])
        if entry is None:
            raise Refused(
                404, "Kaldet er ikke i journalen. Journalen i hukommelsen beholder kun de nyeste."
            )
        return entry

    def _html(self, request: Request, template: str, **values: Any) -> str:
        """Render a whole page with what every page shows."""
        source, base = self._source, base_url(request.scope)
        return render(
            template,
            contract_title=source.contract.title,
            official=source.contract.profile.official,
            service_url=f"{base}{source.path}",
            dato=source.clock(),
            fixed=source.clock.fixed is not None,
            years=YEARS,
            here=request.url.path,
            switched_on=len(source.scenarios.active),
            examines=source.exam is not None,
            version=__version__,
            **values,
        )


def _fresh(request: Request, html: str) -> Response:
    """Give a part of a page, or say that it is what the caller has."""
    tag = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return HTMLResponse(html, headers={"ETag": tag})


def _wants_text(request: Request) -> bool:
    """Say whether the overview is wanted by something that is not a browser."""
    at_top = request.url.path == "/"
    return at_top and "text/html" not in request.headers.get("accept", "")
