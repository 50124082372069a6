"""The stub as an ASGI application: the SOAP address and what lies around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sf1472 import __version__
from sf1472.contract import Contract, load_contract
from sf1472.universe import Data, load_data
from sf1472_stub.admin import Guard, admin_routes
from sf1472_stub.clock import Clock
from sf1472_stub.exam import Exam, Situation
from sf1472_stub.journal import Journal, open_journal
from sf1472_stub.page import page_routes
from sf1472_stub.provider.provider import Provider
from sf1472_stub.scenarios import Kendte, Scenarie, Scenarier, load_scenarier
from sf1472_stub.scenarios.distort import Forvansker
from sf1472_stub.service.documents import Documents
from sf1472_stub.service.endpoint import SoapEndpoint
from sf1472_stub.soap.faults import definitions
from sf1472_stub.soap.shell import SoapShell

FILES_PATH = "/contract"


class StubSettings(Struct, frozen=True):
    """What the stub is started with.

    `contract` and `data` are folders (None: the shipped ones); `dato` the stub's date (None: today
    in Denmark); `kalder` the CVR number of the caller when a request names none; `scenarier` the
    names or ids of scenarios that apply to every call; `journal` where calls are kept (None: in
    memory, see `journal.open_journal`) and `show_cpr` whether with CPR numbers; `host` the address
    the server is bound to and `token` what the control API and the page ask for: on any address
    but loopback there is always one; `eksamen` the situations that a consumer is examined in.
    """

    contract: Path | None = None
    data: Path | None = None
    dato: date | None = None
    kalder: str | None = None
    scenarier: tuple[str, ...] = ()
    journal: str | None = None
    show_cpr: bool = False
    host: str = "127.0.0.1"
    token: str | None = None
    eksamen: tuple[Situation, ...] = ()


class Stub:
    """The stub's parts, loaded and checked, and the application `app` that serves them.

    Raises KitError when contract, profile or data cannot be used.
    """

    def __init__(self, settings: StubSettings | None = None) -> None:
        settings = settings or StubSettings()
        self.contract: Contract = load_contract(settings.contract)
        self.data: Data = load_data(self.contract.profile, settings.data)
        self.clock = Clock(settings.dato)
        self.provider = Provider(self.contract, self.data, self.clock, settings.kalder)
        self.shell = SoapShell(self.contract, self.provider)
        self.scenarier = Scenarier(self._load_scenarier(), settings.scenarier)
        self.journal: Journal = open_journal(settings.journal)
        self.exam = _exam(settings.eksamen, self.scenarier, self.journal)
        self.guard = Guard(settings.host, settings.token)
        self.path = self.contract.service.path
        self.app = self._application(settings.show_cpr)

    def reset(self) -> None:
        """Return scenarios, date and citizens to the start, and empty the journal."""
        self.scenarier.nulstil()
        self.clock.reset()
        self.data.univers.nulstil()
        self.journal.clear()

    def _load_scenarier(self) -> tuple[Scenarie, ...]:
        testborgere = self.data.univers.testborgere
        kendte = Kendte(self.provider.fejlkoder, definitions(), testborgere)
        return load_scenarier(self.data.fixtures, kendte)

    def _application(self, show_cpr: bool) -> Starlette:
        documents = Documents(self.contract)
        endpoint = SoapEndpoint(
            self.shell,
            self.provider,
            documents,
            self.scenarier,
            Forvansker(self.contract),
            self.journal,
            files_path=FILES_PATH,
            show_cpr=show_cpr,
            exam=self.exam,
        )
        return Starlette(
            routes=[  # the service first: routes are tried in turn, for every call
                *(Route(path, endpoint) for path in self.contract.paths),
                *page_routes(self, self.guard.token),
                *admin_routes(self, self.guard),
                Route("/health", self._health),
                Route(f"{FILES_PATH}/{{path:path}}", _files(documents)),
            ]
        )

    async def _health(self, _: Request) -> Response:
        """Say that the stub answers, and with what."""
        return JSONResponse(
            {
                "status": "ok",
                "version": __version__,
                "contract": self.contract.title,
                "date": self.clock().isoformat(),
            }
        )


def _exam(situations: tuple[Situation, ...], scenarier: Scenarier, journal: Journal) -> Exam | None:
    return Exam(situations, scenarier.alle, journal) if situations else None


def _files(documents: Documents) -> Callable[[Request], Response]:
    """Return the view of the contract's own files, byte for byte."""

    def view(request: Request) -> Response:
        file = documents.file(request.path_params["path"])
        if file is None:
            return PlainTextResponse("Filen findes ikke i kontrakten.\n", status_code=404)
        return FileResponse(file, media_type="text/xml")

    return view
