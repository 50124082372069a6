"""The description and the code say the same."""

from __future__ import annotations

import pytest
from openapi_spec_validator import validate
from starlette.routing import Route

from sf1472_stub import Stub
from sf1472_stub.admin import PREFIX, admin_routes
from sf1472_stub.admin.citizens import PATH
from sf1472_stub.admin.resource import Resource
from sf1472_stub.admin.scenarios import ScenarioView
from sf1472_stub.journal import Entry, Filter
from sf1472_stub.scenarios.engine import ChosenBy

from .steering import Steering, described, follow

METHODS = {"delete", "get", "patch", "post", "put"}
CATCH_ALL = {PREFIX, f"{PREFIX}/{{path:path}}"}


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    """The routes of a stub's control API."""
    return admin_routes(Stub())


def test_the_description_is_valid_openapi() -> None:
    """The OpenAPI initiative's schema for 3.1 finds nothing wrong."""
    validate(described())
    assert described()["openapi"].startswith("3.1")


def test_the_description_is_served(admin: Steering) -> None:
    """The whole description is served as JSON."""
    assert admin.get("/openapi.json") == described()


def test_every_route_is_described_and_every_description_routed(routes: list[Route]) -> None:
    """Paths and methods of routes and description are the same."""
    routed = set()
    for route in routes:
        assert isinstance(route.endpoint, Resource)
        routed |= {(route.path, method.lower()) for method in route.endpoint.handlers}
    written = {
        (path, method)
        for path, item in described()["paths"].items()
        for method in item.keys() & METHODS
    }
    assert routed == written


def test_only_the_catch_all_has_no_method(routes: list[Route]) -> None:
    """What is no address is answered by the control API, too."""
    empty = {r.path for r in routes if isinstance(r.endpoint, Resource) and not r.endpoint.handlers}
    assert empty == CATCH_ALL


def test_operations_have_a_summary_and_an_id_of_their_own() -> None:
    """Generators make names of them."""
    operations = [
        o for item in described()["paths"].values() for m, o in item.items() if m in METHODS
    ]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert all(operation["summary"] and operation["tags"] for operation in operations)


PATHS = {"requests": {"limit", "before"}, "requests/count": set(), "requests/export": {"format"}}


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_field_of_the_filter_is_a_parameter(path: str) -> None:
    """The filter's fields and what the address adds are all the parameters there are."""
    parameters = described()["paths"][f"{PREFIX}/{path}"]["get"]["parameters"]
    names = {follow(parameter)["name"] for parameter in parameters}
    assert names == set(Filter.__struct_fields__) | PATHS[path]


def test_every_field_of_an_entry_is_described() -> None:
    """The entry's fields are described, and the two that tell how a body is written."""
    fields = {*Entry.__struct_fields__, "request_encoding", "response_encoding"}
    schema = described()["components"]["schemas"]["Request"]
    assert set(schema["properties"]) == set(schema["required"]) == fields


def test_every_field_of_a_scenario_is_described() -> None:
    """Every field is described and always there."""
    schema = described()["components"]["schemas"]["Scenario"]
    assert schema["required"] == list(schema["properties"]) == list(ScenarioView.__struct_fields__)


def test_every_way_to_choose_a_scenario_is_described() -> None:
    """Each way is described, and that none was chosen."""
    schema = described()["components"]["schemas"]["Request"]["properties"]["chosen_by"]
    assert schema["enum"] == [*ChosenBy.__args__, None]  # type: ignore[attr-defined]


def test_the_example_of_a_citizen_can_be_added(admin: Steering) -> None:
    """The example is taken as it stands."""
    body = described()["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    assert admin.call("POST", "/citizens", body["examples"]["enSag"]["value"]).status == 201
