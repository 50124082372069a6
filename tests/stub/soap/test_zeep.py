"""An independent client builds itself from the running stub's WSDL and nothing else."""

from __future__ import annotations

import pytest
import requests
import zeep
from lxml import etree

from ..caller import AARHUS, ENVELOPE, KOEBENHAVN, MEDIA, STK2, UDK, Caller, Reply

QUESTION = {
    "HovedOplysninger": {
        "TransaktionsId": "zeep-1",
        "TransaktionsTid": "2026-11-23T12:00:00+01:00",
        "AuthorityContext": {"MunicipalityCVR": KOEBENHAVN},
    },
    "Kriterie": {"PartCPRNummer": "0113801001"},
}


@pytest.fixture(scope="module")
def client(caller: Caller) -> zeep.Client:
    """A client made from the URL."""
    with requests.Session() as session:
        session.trust_env = False
        yield zeep.Client(f"{caller.server.url}?wsdl", transport=zeep.Transport(session=session))


def rights(*myndigheder: str) -> dict[str, object]:
    """Return a RettighedListe under stk. 2."""
    gruppe: dict[str, object] = {"LovDataAfgrListe": {"LovDataAfgr": [STK2]}}
    if myndigheder:
        gruppe["MyndighedDataAfgrListe"] = {"VirksomhedCVRNummer": list(myndigheder)}
    return {"SagDataAfgrGruppe": [gruppe]}


def test_zeep_gets_udks_running_case(client: zeep.Client) -> None:
    """The client speaks SOAP 1.2, as the WSDL says, and gets the case."""
    answer = client.service.KontrolsagListeHent(**QUESTION, RettighedListe=rights())
    (gruppe,) = answer.KontrolsagGruppeListe.KontrolsagGruppe
    (sag,) = gruppe.KontrolsagListe.KontrolsagStruktur
    assert sag.SagEjer.VirksomhedCVRNummer == UDK
    assert answer.HovedOplysningerSvar.TransaktionsId == "zeep-1"


def test_zeep_gets_a_fejl_for_another_municipality(client: zeep.Client) -> None:
    """HJ-SEKTOR-2 refuses the question, and zeep reads the Fejl."""
    answer = client.service.KontrolsagListeHent(**QUESTION, RettighedListe=rights(AARHUS))
    (reaktion,) = answer.HovedOplysningerSvar.SvarReaktion
    assert reaktion.Fejl.FejlId == "KOMMUNE_ANDEN_KOMMUNE"
    assert answer.KontrolsagGruppeListe is None


@pytest.mark.parametrize("myndigheder", [(), (AARHUS,)], ids=["sag", "fejl"])
def test_the_same_message_in_soap_11(
    client: zeep.Client, caller: Caller, myndigheder: tuple[str, ...]
) -> None:
    """The body that zeep wrote, in a SOAP 1.1 envelope, gets the same answer in SOAP 1.1."""
    message = client.create_message(
        client.service, "KontrolsagListeHent", **QUESTION, RettighedListe=rights(*myndigheder)
    )
    replies: dict[str, Reply] = {}
    for version, namespace in ENVELOPE.items():
        raw = etree.tostring(message).replace(ENVELOPE["1.2"].encode(), namespace.encode())
        replies[version] = caller.post(raw, MEDIA[version])
        assert replies[version].version == version
        assert replies[version].headers["content-type"] == f"{MEDIA[version]}; charset=utf-8"
    bodies = {etree.tostring(reply.body, method="c14n2") for reply in replies.values()}
    assert len(bodies) == 1


def test_without_security_the_wsdl_asks_for_no_token(caller: Caller) -> None:
    """The served WSDL has no policy; the contract's own bytes beside it still do."""
    served = caller.http("GET", f"{caller.server.url}?wsdl").content
    assert b"PolicyReference" not in served
    entry = caller.server.stub.contract.profile.wsdl
    own = caller.http("GET", f"{caller.server.base_url}/contract/{entry}").content
    assert own == (caller.server.stub.contract.folder / entry).read_bytes()
    assert b"PolicyReference" in own


def test_every_file_of_the_contract_is_served_byte_for_byte(caller: Caller) -> None:
    """The raw tree lies under /contract; anything else is not found."""
    base = f"{caller.server.base_url}/contract"
    for path, file in caller.server.stub.contract.files().items():
        assert caller.http("GET", f"{base}/{path}").content == file.read_bytes()
    assert caller.http("GET", f"{base}/profile.toml").status == 404
    assert caller.http("GET", f"{base}/../pyproject.toml").status == 404


def test_the_wsdl_names_the_address_the_caller_used(caller: Caller) -> None:
    """Behind another host name, the client is sent there; a Host that is none is not repeated."""
    url = f"{caller.server.url}?wsdl"
    named = caller.http("GET", url, headers={"Host": "stub.example:8080"}).content
    assert f"http://stub.example:8080{caller.server.stub.path}".encode() in named
    odd = caller.http("GET", url, headers={"Host": 'x"><script>'}).content
    assert b"script" not in odd
    assert caller.server.url.encode() in odd
