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

from sf1472.contract import Contract, load_contract
from sf1472.hjemmel import Hjemmelsdata, load_hjemmelsdata
from sf1472.timing import SYSTEM, Timing
from sf1472.universe import Data, load_data
from sf1472_stub.admin import admin_routes
from sf1472_stub.clock import Clock
from sf1472_stub.exam import Exam, ExamSituation
from sf1472_stub.guard import Guard
from sf1472_stub.health import health
from sf1472_stub.journal import Journal, open_journal
from sf1472_stub.page import page_routes
from sf1472_stub.provider.business import Provider
from sf1472_stub.scenarios import Known, Scenario, Scenarios, load_scenarios
from sf1472_stub.scenarios.distort import Distorter
from sf1472_stub.scenarios.playing import Player
from sf1472_stub.service.address import WsdlAddress
from sf1472_stub.service.documents import Documents
from sf1472_stub.service.endpoint import SoapEndpoint
from sf1472_stub.service.keeping import Keeper
from sf1472_stub.soap.faults import definitions
from sf1472_stub.soap.shell import SoapShell

FILES_PATH = "/contract"


class StubSettings(Struct, frozen=True):
    """What the stub is started with.

    `contract` and `data` are folders (None: the shipped ones); `dato` the stub's date (None: today
    in Denmark); `kalder` the CVR number of the caller when a request names none; `scenarios` the
    names or ids of scenarios that apply to every call; `journal` where calls are kept (None: in
    memory, see `journal.open_journal`) and `show_cpr` whether with CPR numbers; `host` the address
    the server is bound to and `token` what the control API and the page ask for: on any address
    but loopback there is always one; `exam` the situations that a consumer is examined in.
    """

    contract: Path | None = None
    data: Path | None = None
    dato: date | None = None
    kalder: str | None = None
    scenarios: tuple[str, ...] = ()
    journal: str | None = None
    show_cpr: bool = False
    host: str = "127.0.0.1"
    token: str | None = None
    exam: tuple[ExamSituation, ...] = ()


class Stub:
    """The stub's parts, loaded and checked, and the application `app` that serves them.

    Parameters: `timing` is the clock that calls are timed and scenarios wait by. Raises KitError
    when contract, profile or data cannot be used.
    """

    def __init__(self, settings: StubSettings | None = None, timing: Timing = SYSTEM) -> None:
        settings = settings or StubSettings()
        self._timing = timing
        self.contract: Contract = load_contract(settings.contract)
        self.data: Data = load_data(self.contract.profile, settings.data)
        self.hjemmel: Hjemmelsdata = load_hjemmelsdata(
            self.data.fixtures, self.data.register, self.contract.profile
        )
        self.clock = Clock(settings.dato)
        self.provider = Provider(
            self.contract, self.data, self.hjemmel, self.clock, settings.kalder
        )
        self.shell = SoapShell(self.contract, self.provider)
        self.scenarios = Scenarios(self._load_scenarios(), settings.scenarios)
        self.journal: Journal = open_journal(settings.journal)
        self.exam = self._hold(settings.exam) if settings.exam else None
        self.guard = Guard(settings.host, settings.token)
        self.path = self.contract.service.path
        self.app = self._application(settings.show_cpr)

    def reset(self) -> None:
        """Return scenarios, date and citizens to the start, and empty the journal."""
        self.scenarios.reset()
        self.clock.reset()
        self.data.univers.reset()
        self.journal.clear()

    def _load_scenarios(self) -> tuple[Scenario, ...]:
        testborgere = self.data.univers.testborgere
        known = Known(self.provider.fejlkoder, definitions(), testborgere)
        return load_scenarios(self.data.fixtures, known)

    def _application(self, show_cpr: bool) -> Starlette:
        documents = Documents(self.contract)
        endpoint = self._endpoint(WsdlAddress(documents, FILES_PATH), show_cpr)
        return Starlette(
            routes=[  # the service first: routes are tried in turn, for every call
                *(Route(path, endpoint) for path in self.contract.paths),
                *page_routes(self, self.guard),
                *admin_routes(self, self.guard),
                Route("/health", self._health),
                Route(f"{FILES_PATH}/{{path:path}}", _files(documents)),
            ]
        )

    def _endpoint(self, wsdl: WsdlAddress, show_cpr: bool) -> SoapEndpoint:
        distorter = Distorter(self.contract)
        player = Player(self.shell, self.scenarios, distorter, self._timing)
        keeper = Keeper(
            self.journal,
            self.provider.spor,
            self.contract.service.soap_action,
            show_cpr=show_cpr,
            exam=self.exam,
        )
        return SoapEndpoint(self.shell, player, keeper, wsdl, self._timing)

    def _hold(self, situations: tuple[ExamSituation, ...]) -> Exam:
        return Exam(situations, self.scenarios.every, self.journal, self._timing)

    async def _health(self, _: Request) -> Response:
        """Say that the stub answers, and with what."""
        return JSONResponse(health(self.contract, self.clock()))


def _files(documents: Documents) -> Callable[[Request], Response]:
    """Return the view of the contract's own files, byte for byte."""

    def view(request: Request) -> Response:
        file = documents.file(request.path_params["path"])
        if file is None:
            return PlainTextResponse("Filen findes ikke i kontrakten.\n", status_code=404)
        return FileResponse(file, media_type="text/xml")

    return view
