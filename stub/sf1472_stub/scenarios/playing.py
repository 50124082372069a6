"""Playing scenarios: a call answered as it should be, or the way a scenario wants it."""

from __future__ import annotations

from msgspec import Struct

from sf1472.timing import Timing
from sf1472_stub.http.delivery import Response
from sf1472_stub.provider.business import Besvarelse
from sf1472_stub.scenarios.distort import Distorter
from sf1472_stub.scenarios.engine import CallFacts, Choice, Scenarios
from sf1472_stub.scenarios.model import Action, Http
from sf1472_stub.soap.envelope import VERSIONS
from sf1472_stub.soap.faults import SoapFault
from sf1472_stub.soap.shell import Reading, SoapAnswer, SoapRequest, SoapShell


class Played(Struct, frozen=True):
    """How a call is answered, and why so.

    `answer` is the SOAP in the response, None where there is none; `choice` the scenario that was
    played, if any, and `near_miss` says in Danish which one came close where none was.
    """

    response: Response
    answer: SoapAnswer | None
    choice: Choice | None = None
    near_miss: str | None = None

    @property
    def besvarelse(self) -> Besvarelse | None:
        """What the provider said, where it was asked."""
        return self.answer.besvarelse if self.answer is not None else None

    @property
    def connection_fault(self) -> str | None:
        """How the connection is to fail (`scenarios.model`); None when it is not."""
        return self.choice.action.forbindelse if self.choice is not None else None


class Player:
    """Lets the shell answer calls, and scenarios change what it says."""

    def __init__(
        self, shell: SoapShell, scenarios: Scenarios, distorter: Distorter, timing: Timing
    ) -> None:
        self._shell = shell
        self._scenarios = scenarios
        self._distorter = distorter
        self._timing = timing

    async def play(self, facts: CallFacts, request: SoapRequest, reading: Reading) -> Played:
        """Answer a call that was read; `facts` is what scenarios may look at."""
        choice = self._scenarios.choose(facts)
        if choice is None:
            answer = self._shell.call(request, reading)
            response = response_of(answer)
            self._distorter.remember(response)
            return Played(response, answer, near_miss=self._scenarios.near_miss(facts))
        await self._timing.asleep(choice.delay)
        return self._act(choice, request, reading)

    def _act(self, choice: Choice, request: SoapRequest, reading: Reading) -> Played:
        """Return what the scenario answers: the provider's or a fault, or HTTP without SOAP."""
        action = choice.action
        if action.http is not None:
            return Played(_http(action.http), None, choice)
        if action.soapfejl is not None:
            answer = self._fault(action.soapfejl, action, request, reading)
        else:
            answer = self._shell.call(request, reading, action)
        response = self._distorter.distort(response_of(answer), action.forvansk)
        if answer.fault is None and not action.forvansk:
            self._distorter.remember(response)
        return Played(response, answer, choice)

    def _fault(
        self, id_: str, action: Action, request: SoapRequest, reading: Reading
    ) -> SoapAnswer:
        version = reading.envelope.version if reading.envelope else request.media_version
        if "anden-soap-version" in action.forvansk:
            version = next(v for v in VERSIONS if v is not version)
        return self._shell.refuse(SoapFault(id_), version)


def response_of(answer: SoapAnswer) -> Response:
    """Return the HTTP answer that carries a SOAP answer."""
    return Response(answer.status, answer.version.content_type, answer.body, answer.headers)


def _http(http: Http) -> Response:
    return Response(http.status, http.indholdstype, http.krop.encode(), tuple(http.headers.items()))
