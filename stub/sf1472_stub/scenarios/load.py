"""Reading the scenarios: the shipped catalogue and a vendor's own files, checked on load."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from msgspec import Struct

from sf1472.data.fixtures import Lines
from sf1472.patterns import CPR
from sf1472.universe import Fixtures
from sf1472_stub.scenarios.model import START, Goer, Naar, Scenarie

FOLDER = "scenarier"


class _Fil(Struct, frozen=True, forbid_unknown_fields=True):
    scenarier: tuple[Scenarie, ...]


class Kendte(Struct, frozen=True):
    """What scenarios may name: codes of business errors, ids of SOAP faults, test citizens."""

    fejl: Container[str]
    soapfejl: Container[str]
    testborgere: Container[str]


def load_scenarier(fixtures: Fixtures, kendte: Kendte) -> tuple[Scenarie, ...]:
    """Read every scenario, shipped files first. Raises DataError with file, line and element."""
    scenarier: dict[str, Scenarie] = {}
    for file in fixtures.all(FOLDER, "*.yaml"):
        for scenarie in _load_file(fixtures, file, kendte, scenarier):
            scenarier[scenarie.id] = scenarie
    return tuple(scenarier.values())


def _load_file(
    fixtures: Fixtures, file: Path, kendte: Kendte, before: dict[str, Scenarie]
) -> tuple[Scenarie, ...]:
    content, lines = fixtures.document(file, _Fil)
    seen = [before[id_] for id_ in before]
    for number, scenarie in enumerate(content.scenarier):
        _check(scenarie, f"$.scenarier[{number}]", lines, kendte, seen)
        seen.append(scenarie)
    return content.scenarier


def _check(
    scenarie: Scenarie, where: str, lines: Lines, kendte: Kendte, seen: list[Scenarie]
) -> None:
    """Raise the first mistake that the types do not tell."""
    for element, problem in (
        *_twice(scenarie, seen),
        *_own(scenarie, kendte),
        *_course(scenarie),
        *(p for path, goer in _actions(scenarie) for p in _action(path, goer, kendte)),
    ):
        raise lines.error(f"{where}.{element}", problem)


def _twice(scenarie: Scenarie, seen: list[Scenarie]) -> Iterator[tuple[str, str]]:
    for element in ("id", "navn", "borger"):
        value = getattr(scenarie, element)
        if value is not None and any(getattr(other, element) == value for other in seen):
            yield element, "er brugt af et andet scenarie"


def _own(scenarie: Scenarie, kendte: Kendte) -> Iterator[tuple[str, str]]:
    if not 0 <= scenarie.sandsynlighed <= 1:
        yield "sandsynlighed", "skal være fra 0 til 1"
    if scenarie.borger is not None:
        if not CPR.fullmatch(scenarie.borger):
            yield "borger", "et CPR-nummer skrives med ti cifre uden bindestreg"
        if scenarie.borger in kendte.testborgere:
            yield "borger", "nummeret er en testborgers"
    if scenarie.aktiv and scenarie.naar == Naar():
        yield "naar", "et aktivt scenarie skal sige, hvilke kald det gælder"


def _course(scenarie: Scenarie) -> Iterator[tuple[str, str]]:
    if (scenarie.goer is None) == (not scenarie.forloeb):
        yield "id", "et scenarie skal have enten 'goer' eller 'forloeb'"
    names = [trin.tilstand for trin in scenarie.forloeb]
    if names and names[0] != START:
        yield "forloeb[0].tilstand", f"det første trin skal hedde {START!r}"
    for number, trin in enumerate(scenarie.forloeb):
        if trin.tilstand in names[:number]:
            yield f"forloeb[{number}].tilstand", "tilstanden står der allerede"
    for number, trin in enumerate(scenarie.forloeb):
        if trin.naeste is not None and trin.naeste not in names:
            yield f"forloeb[{number}].naeste", "tilstanden findes ikke i forløbet"


def _actions(scenarie: Scenarie) -> Iterator[tuple[str, Goer]]:
    if scenarie.goer is not None:
        yield "goer", scenarie.goer
    for number, trin in enumerate(scenarie.forloeb):
        yield f"forloeb[{number}].goer", trin.goer


def _action(path: str, goer: Goer, kendte: Kendte) -> Iterator[tuple[str, str]]:
    instead = [
        n
        for n in ("fejl", "soapfejl", "http", "antal_sager", "antal_henlagte", "sager_fra")
        if getattr(goer, n) is not None
    ]
    if len(instead) > 1:
        yield f"{path}.{instead[1]}", f"kan ikke stå sammen med '{instead[0]}'"
    if goer.fejl is not None and goer.fejl not in kendte.fejl:
        yield f"{path}.fejl", "koden findes ikke i svarreaktioner.toml"
    if goer.soapfejl is not None and goer.soapfejl not in kendte.soapfejl:
        yield f"{path}.soapfejl", "fejlen findes ikke i soapfejl.toml"
    for navn in ("antal_sager", "antal_henlagte"):
        if not 0 <= (getattr(goer, navn) or 0) <= 100_000:
            yield f"{path}.{navn}", "skal være fra 0 til 100000"
    if goer.sager_fra is not None and goer.sager_fra not in kendte.testborgere:
        yield f"{path}.sager_fra", "borgeren findes ikke i testborgere.yaml"
    if goer.http is not None and not 200 <= goer.http.status <= 599:
        yield f"{path}.http.status", "skal være en HTTP-status fra 200 til 599"
    if goer.forsinkelse is not None:
        given = [getattr(goer.forsinkelse, n) for n in ("fast", "jaevn", "lognormal")]
        if sum(value is not None for value in given) != 1:
            yield f"{path}.forsinkelse", "skal være én af 'fast', 'jaevn' og 'lognormal'"
