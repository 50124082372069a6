"""The page's forms: the stub's date and the scenarios' switches."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sf1472.dates import laes_dato
from sf1472_stub.page.admission import Refused, form
from sf1472_stub.page.source import Source
from sf1472_stub.scenarios.model import Scenario

YEARS = range(1970, 2200)
MOST_CALLS = 100_000


class Forms:
    """What happens when a form is sent; each ends with the page that shows its effect."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def set_date(self, request: Request) -> Response:
        """Fix the stub's date, or with an empty one let it follow the calendar."""
        written = (await form(request)).get("dato", "")
        try:
            dato = laes_dato(written) if written else None
        except ValueError:
            raise Refused(400, "Datoen skal skrives som 2026-05-01.") from None
        if dato is not None and dato.year not in YEARS:
            raise Refused(400, f"Året skal ligge fra {YEARS[0]} til {YEARS[-1]}.")
        self._source.clock.set(dato)
        return RedirectResponse("/", status_code=303)

    async def switch_on(self, request: Request) -> Response:
        """Switch a scenario on."""
        scenario = self._scenario(request)
        gange = (await form(request)).get("gange", "").strip()
        if gange and not (gange.isdecimal() and gange.isascii() and 0 < int(gange) <= MOST_CALLS):
            raise Refused(400, f"Antal kald skal være et helt tal fra 1 til {MOST_CALLS}.")
        self._source.scenarios.activate(scenario.id, int(gange) if gange else None)
        return RedirectResponse(f"/scenarier#{scenario.id}", status_code=303)

    async def switch_off(self, request: Request) -> Response:
        """Switch a scenario off."""
        scenario = self._scenario(request)
        await form(request)
        self._source.scenarios.deactivate(scenario.id)
        return RedirectResponse(f"/scenarier#{scenario.id}", status_code=303)

    async def reset_scenarios(self, request: Request) -> Response:
        """Return every scenario to where it began."""
        await form(request)
        self._source.scenarios.reset()
        return RedirectResponse("/scenarier", status_code=303)

    def _scenario(self, request: Request) -> Scenario:
        """Return the scenario whose id or name stands in the path."""
        scenario = self._source.scenarios.find(request.path_params["id"])
        if scenario is None:
            raise Refused(404, "Scenariet findes ikke i kataloget.")
        return scenario
