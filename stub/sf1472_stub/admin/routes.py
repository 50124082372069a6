"""The addresses of the control API; `openapi.yaml` describes them, a test compares the two."""

from __future__ import annotations

from starlette.routing import Route

from sf1472_stub.admin.citizens import Citizens
from sf1472_stub.admin.clock import ClockView
from sf1472_stub.admin.exams import Exams
from sf1472_stub.admin.parts import Parts
from sf1472_stub.admin.requests import Requests
from sf1472_stub.admin.resource import Handler, Resource
from sf1472_stub.admin.scenarios import ScenarioHandlers
from sf1472_stub.admin.service import Service
from sf1472_stub.guard import Guard

PREFIX = "/__admin"


def admin_routes(stub: Parts, guard: Guard | None = None) -> list[Route]:
    """Return the control API of `stub`; without a guard it serves this machine only."""
    guard = guard or Guard()
    addresses = {**_things(stub), **_journal(stub)}
    return [
        *(
            Route(PREFIX + path, Resource(guard, **handlers))
            for path, handlers in addresses.items()
        ),
        Route(PREFIX, Resource(guard)),
        Route(f"{PREFIX}/{{path:path}}", Resource(guard)),
    ]


def _things(stub: Parts) -> dict[str, dict[str, Handler]]:
    """Return the addresses of what can be steered."""
    scenarios = ScenarioHandlers(stub.scenarios)
    citizens = Citizens(stub.contract, stub.data, stub.clock)
    clock = ClockView(stub.clock)
    return {
        "/scenarios": {"GET": scenarios.all},
        "/scenarios/reset": {"POST": scenarios.reset},
        "/scenarios/{id}/activate": {"POST": scenarios.activate},
        "/scenarios/{id}/deactivate": {"POST": scenarios.deactivate},
        "/scenarios/{id}/state": {"PUT": scenarios.set_state},
        "/citizens": {"GET": citizens.all, "POST": citizens.add},
        "/citizens/{cpr}": {"DELETE": citizens.remove},
        "/clock": {"GET": clock.get, "PUT": clock.put, "DELETE": clock.delete},
    }


def _journal(stub: Parts) -> dict[str, dict[str, Handler]]:
    """Return the addresses of the journal, and of the stub as a whole."""
    requests = Requests(stub.journal)
    service = Service(stub)
    exams = Exams(stub.exam, stub.journal)
    return {
        "/exam": {"GET": exams.get},
        "/exam/outcomes": {"POST": exams.tell},
        "/requests": {"GET": requests.find, "DELETE": requests.clear},
        "/requests/count": {"GET": requests.count},
        "/requests/export": {"GET": requests.export},
        "/requests/unmatched/near-misses": {"GET": requests.near_misses},
        "/requests/{id}": {"GET": requests.get},
        "/health": {"GET": service.health},
        "/reset": {"POST": service.reset},
        "/openapi.json": {"GET": service.openapi},
    }
