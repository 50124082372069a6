"""Another contract is another folder: what the stub speaks follows, with no code change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import zeep

from sf1472.contract import load_contract
from sf1472_stub import StubSettings

from ..caller import DATO, KOEBENHAVN, STK2, Caller

NEW_NAMESPACE = "http://eksempel.test/kontrolsag/2027/"
FILES = ("*.wsdl", "*.xsd", "*.toml")


@pytest.fixture
def swapped(tmp_path: Path) -> Path:
    """A copy of the contract with another namespace and SagUUID under another name."""
    folder = tmp_path / "kontrakt"
    shipped = load_contract()
    shutil.copytree(shipped.folder, folder)
    for file in (f for pattern in FILES for f in folder.rglob(pattern)):
        text = file.read_text(encoding="utf-8")
        text = text.replace(shipped.service.namespace, NEW_NAMESPACE)
        text = text.replace('"SagUUID"', '"Sagsnummer"').replace(":SagUUID", ":Sagsnummer")
        file.write_text(text, encoding="utf-8")
    return folder


def test_the_stub_speaks_the_swapped_contract(
    swapped: Path, start: Callable[[StubSettings], Caller]
) -> None:
    """Request and answer carry the new names, on the wire and in zeep."""
    caller = start(StubSettings(contract=swapped, dato=DATO))
    reply = caller.ask()
    assert reply.body.tag == f"{{{NEW_NAMESPACE}}}KontrolsagListeHent_O"
    assert reply.body.find(f".//{{{NEW_NAMESPACE}}}Sagsnummer") is not None
    assert b"SagUUID" not in reply.content
    with requests.Session() as session:
        client = zeep.Client(f"{caller.server.url}?wsdl", transport=zeep.Transport(session=session))
        answer = client.service.KontrolsagListeHent(
            HovedOplysninger={
                "TransaktionsId": "1",
                "TransaktionsTid": "2026-11-23T12:00:00+01:00",
                "AuthorityContext": {"MunicipalityCVR": KOEBENHAVN},
            },
            Kriterie={"Sagsnummer": "14720000-0000-4000-8000-000000001001"},
            RettighedListe={"SagDataAfgrGruppe": [{"LovDataAfgrListe": {"LovDataAfgr": [STK2]}}]},
        )
    (gruppe,) = answer.KontrolsagGruppeListe.KontrolsagGruppe
    assert gruppe.KontrolsagListe.KontrolsagStruktur[0].Sagsnummer


def test_the_shipped_names_are_unknown_to_it(
    swapped: Path, caller: Caller, start: Callable[[StubSettings], Caller]
) -> None:
    """A message of the old contract is told that its namespace is another."""
    other = start(StubSettings(contract=swapped, dato=DATO))
    old = f"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>{caller.body()}</e:Body></e:Envelope>"
    assert other.post(old.encode()).fault_id == "ANDET_NAVNERUM"
