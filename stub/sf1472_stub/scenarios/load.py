"""Reading the scenarios: the shipped catalogue and a vendor's own files, checked on load."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from msgspec import Struct

from sf1472.data.fixtures import Lines
from sf1472.patterns import CPR
from sf1472.universe import Fixtures
from sf1472_stub.scenarios.model import START, Action, Scenario, When

FOLDER = "scenarier"


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    scenarier: tuple[Scenario, ...]


class Known(Struct, frozen=True):
    """What scenarios may name: codes of business errors, ids of SOAP faults, test citizens."""

    fejl: Container[str]
    soapfejl: Container[str]
    testborgere: Container[str]


def load_scenarios(fixtures: Fixtures, known: Known) -> tuple[Scenario, ...]:
    """Read every scenario, shipped files first. Raises DataError with file, line and element."""
    scenarios: dict[str, Scenario] = {}
    for file in fixtures.all(FOLDER, "*.yaml"):
        for scenario in _load_file(fixtures, file, known, scenarios):
            scenarios[scenario.id] = scenario
    return tuple(scenarios.values())


def _load_file(
    fixtures: Fixtures, file: Path, known: Known, before: dict[str, Scenario]
) -> tuple[Scenario, ...]:
    content, lines = fixtures.document(file, _File)
    seen = [before[id_] for id_ in before]
    for number, scenario in enumerate(content.scenarier):
        _check(scenario, f"$.scenarier[{number}]", lines, known, seen)
        seen.append(scenario)
    return content.scenarier


def _check(
    scenario: Scenario, where: str, lines: Lines, known: Known, seen: list[Scenario]
) -> None:
    """Raise the first mistake that the types do not tell."""
    for element, problem in (
        *_twice(scenario, seen),
        *_own(scenario, known),
        *_course(scenario),
        *(p for path, action in _actions(scenario) for p in _action(path, action, known)),
    ):
        raise lines.error(f"{where}.{element}", problem)


def _twice(scenario: Scenario, seen: list[Scenario]) -> Iterator[tuple[str, str]]:
    for element in ("id", "navn", "borger"):
        value = getattr(scenario, element)
        if value is not None and any(getattr(other, element) == value for other in seen):
            yield element, "er brugt af et andet scenarie"


def _own(scenario: Scenario, known: Known) -> Iterator[tuple[str, str]]:
    if not 0 <= scenario.sandsynlighed <= 1:
        yield "sandsynlighed", "skal være fra 0 til 1"
    if scenario.borger is not None:
        if not CPR.fullmatch(scenario.borger):
            yield "borger", "et CPR-nummer skrives med ti cifre uden bindestreg"
        if scenario.borger in known.testborgere:
            yield "borger", "nummeret er en testborgers"
    if scenario.aktiv and scenario.naar == When():
        yield "naar", "et aktivt scenarie skal sige, hvilke kald det gælder"


def _course(scenario: Scenario) -> Iterator[tuple[str, str]]:
    if (scenario.goer is None) == (not scenario.forloeb):
        yield "id", "et scenarie skal have enten 'goer' eller 'forloeb'"
    names = [step.tilstand for step in scenario.forloeb]
    if names and names[0] != START:
        yield "forloeb[0].tilstand", f"det første trin skal hedde {START!r}"
    for number, step in enumerate(scenario.forloeb):
        if step.tilstand in names[:number]:
            yield f"forloeb[{number}].tilstand", "tilstanden står der allerede"
    for number, step in enumerate(scenario.forloeb):
        if step.naeste is not None and step.naeste not in names:
            yield f"forloeb[{number}].naeste", "tilstanden findes ikke i forløbet"


def _actions(scenario: Scenario) -> Iterator[tuple[str, Action]]:
    if scenario.goer is not None:
        yield "goer", scenario.goer
    for number, step in enumerate(scenario.forloeb):
        yield f"forloeb[{number}].goer", step.goer


def _action(path: str, action: Action, known: Known) -> Iterator[tuple[str, str]]:
    instead = [
        n
        for n in ("fejl", "soapfejl", "http", "antal_sager", "antal_henlagte", "sager_fra")
        if getattr(action, n) is not None
    ]
    if len(instead) > 1:
        yield f"{path}.{instead[1]}", f"kan ikke stå sammen med '{instead[0]}'"
    if action.fejl is not None and action.fejl not in known.fejl:
        yield f"{path}.fejl", "koden findes ikke i svarreaktioner.toml"
    if action.soapfejl is not None and action.soapfejl not in known.soapfejl:
        yield f"{path}.soapfejl", "fejlen findes ikke i soapfejl.toml"
    for name in ("antal_sager", "antal_henlagte"):
        if not 0 <= (getattr(action, name) or 0) <= 100_000:
            yield f"{path}.{name}", "skal være fra 0 til 100000"
    if action.sager_fra is not None and action.sager_fra not in known.testborgere:
        yield f"{path}.sager_fra", "borgeren findes ikke i testborgere.yaml"
    if action.http is not None and not 200 <= action.http.status <= 599:
        yield f"{path}.http.status", "skal være en HTTP-status fra 200 til 599"
    if action.forsinkelse is not None:
        given = [getattr(action.forsinkelse, n) for n in ("fast", "jaevn", "lognormal")]
        if sum(value is not None for value in given) != 1:
            yield f"{path}.forsinkelse", "skal være én af 'fast', 'jaevn' og 'lognormal'"
