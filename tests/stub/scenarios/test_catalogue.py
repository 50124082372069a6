"""Every scenario of the shipped catalogue, seen from outside over a real socket."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from sf1472_stub.journal import Filter
from sf1472_stub.scenarios import Scenario
from tests.stub.caller import CODES, Caller, Reply

from .observe import MESSAGE_ID, SCHEMES, WSA, Seen, request, see

Check = Callable[[Caller, Seen], None]


def answered(seen: Seen) -> Reply:
    """Return the reply that must have come."""
    assert seen.failure is None, seen.failure
    assert seen.reply is not None
    return seen.reply


def valid(caller: Caller, seen: Seen) -> etree._Element:
    """Return the body of a reply that keeps the contract."""
    reply = answered(seen)
    assert reply.status == 200
    assert caller.server.stub.contract.schema.errors(reply.body) == ()
    return reply.body


def cases(body: etree._Element) -> list[str]:
    """Return the UUIDs of the cases in an answer."""
    return [e.text or "" for e in body.iter("{*}SagUUID")]


def fejl(code: str) -> Check:
    """Promise a business error and no case."""

    def check(caller: Caller, seen: Seen) -> None:
        body = valid(caller, seen)
        assert [e.text for e in body.iter("{*}FejlId")] == [code]
        assert cases(body) == []

    return check


def plain(antal: int) -> Check:
    """Promise a valid answer of so many cases."""

    def check(caller: Caller, seen: Seen) -> None:
        assert len(cases(valid(caller, seen))) == antal

    return check


def http(status: int, **headers: str) -> Check:
    """Promise an HTTP status without SOAP, and headers."""

    def check(caller: Caller, seen: Seen) -> None:
        reply = answered(seen)
        assert reply.status == status
        assert b"Envelope" not in reply.content
        for name, value in headers.items():
            assert reply.headers[name.replace("_", "-")] == value

    return check


def failure(kind: str) -> Check:
    """Promise a kind of failure of the connection."""

    def check(caller: Caller, seen: Seen) -> None:
        assert (seen.reply, seen.failure) == (None, kind)

    return check


def broken_xml(caller: Caller, seen: Seen) -> None:
    """Promise bytes that no XML parser takes, under a good status."""
    reply = answered(seen)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/soap+xml; charset=utf-8"
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(reply.content)


def advis(caller: Caller, seen: Seen) -> None:
    """Promise a notice beside a case."""
    body = valid(caller, seen)
    assert [e.text for e in body.iter("{*}AdvisId")] == ["FORSINKEDE_DATA"]
    assert len(cases(body)) == 1


def extra_element(caller: Caller, seen: Seen) -> None:
    """Promise an answer that is valid but for one unknown element at its end."""
    body = answered(seen).body
    (error,) = caller.server.stub.contract.schema.errors(body)
    assert error.element == "NytIEnUnderversion"
    body.remove(body[-1])
    assert caller.server.stub.contract.schema.errors(body) == ()


def slow(caller: Caller, seen: Seen) -> None:
    """Promise a right answer after a while."""
    assert len(cases(valid(caller, seen))) == 1
    assert 1.0 < seen.seconds < 8


def other_media(caller: Caller, seen: Seen) -> None:
    """Promise a right body under a wrong Content-Type."""
    assert answered(seen).headers["content-type"].startswith("text/plain")
    assert len(cases(valid(caller, seen))) == 1


def other_version(caller: Caller, seen: Seen) -> None:
    """Promise a fault in SOAP 1.1 for a call in SOAP 1.2."""
    reply = answered(seen)
    assert (reply.status, reply.version) == (500, "1.1")
    assert reply.headers["content-type"] == "text/xml; charset=utf-8"
    assert reply.fault_code == CODES["1.1"]["Receiver"]


def other_namespace(caller: Caller, seen: Seen) -> None:
    """Promise well-formed XML of another contract."""
    namespace = etree.QName(answered(seen).body).namespace
    assert namespace != caller.server.stub.contract.service.namespace


def lacking(caller: Caller, seen: Seen) -> None:
    """Promise that one required element is missing."""
    (error,) = caller.server.stub.contract.schema.errors(answered(seen).body)
    assert error.expected == "<TransaktionsTid>"


def foreign_id(caller: Caller, seen: Seen) -> None:
    """Promise a valid answer to another TransaktionsId."""
    ids = [e.text for e in valid(caller, seen).iter("{*}TransaktionsId")]
    assert ids
    assert "tx-æ-1" not in ids


def unrelated(caller: Caller, seen: Seen) -> None:
    """Promise a right answer that relates to another call."""
    (related,) = answered(seen).envelope.iterfind(f"{{*}}Header/{{{WSA}}}RelatesTo")
    assert related.text not in (None, MESSAGE_ID)
    assert len(cases(valid(caller, seen))) == 1


def shelved(caller: Caller, seen: Seen) -> None:
    """Promise one case, in the list of shelved ones."""
    body = valid(caller, seen)
    assert cases(body) == [
        e.text for e in body.iterfind(".//{*}HenlagtKontrolsagListe//{*}SagUUID")
    ]
    assert len(cases(body)) == 1


def twice(caller: Caller, seen: Seen) -> None:
    """Promise the same case two times."""
    found = cases(valid(caller, seen))
    assert len(found) == 2
    assert len(set(found)) == 1


def fault(code: str, id_: str) -> Check:
    """Promise a SOAP fault in the call's own version."""

    def check(caller: Caller, seen: Seen) -> None:
        reply = answered(seen)
        status = {"Sender": 400, "Receiver": 500}[code]
        assert (reply.status, reply.version, reply.fault_code) == (status, "1.2", code)
        assert reply.fault_id == id_

    return check


def closed(caller: Caller, seen: Seen) -> None:
    """Promise a fault of the receiver's under 503, and when to try again."""
    reply = answered(seen)
    assert int(reply.headers["retry-after"]) > 3600
    assert (reply.status, reply.fault_code, reply.fault_id) == (503, "Receiver", "LUKKET")


PROMISED: dict[str, Check] = {
    "advis": advis,
    "afkortet-xml": broken_xml,
    "afvist-besked": fault("Sender", "SKEMAFEJL"),
    "aftale-ophoert": plain(1),
    "almindeligt-svar": plain(2),
    "dryppende-svar": slow,
    "ekstra-element": extra_element,
    "enkelt-svar": plain(1),
    "fejl-i-anden-soap-version": other_version,
    "foerste-kald-fejler": http(503, retry_after="1"),
    "for-bred": fejl("FOR_BRED"),
    "forkert-indholdstype": other_media,
    "forkert-navnerum": other_namespace,
    "forkert-relates-to": unrelated,
    "forkert-tegnsaet": broken_xml,
    "forkert-transaktions-id": foreign_id,
    "gammelt-svar": foreign_id,
    "gentaget-sag": twice,
    "henlagt-sag": shelved,
    "html-fejlside": http(502, content_type="text/html; charset=utf-8"),
    "http-401": http(401, www_authenticate="Bearer"),
    "http-403": http(403),
    "http-404": http(404),
    "http-429": http(429, retry_after="2"),
    "http-500": http(500),
    "http-502": http(502),
    "http-503": http(503, retry_after="2"),
    "ingen-aftale": fejl("AFTALE_MANGLER"),
    "intern-fejl": fault("Receiver", "INTERN_FEJL"),
    "langsomt-svar": slow,
    "lukket": closed,
    "manglende-element": lacking,
    "manglende-myndighed": fejl("MYNDIGHED_MANGLER"),
    "nulstillet-efter-headers": failure("reset"),
    "nulstillet-foer-headers": failure("reset"),
    "nulstillet-i-headers": failure("reset"),
    "omdirigering": http(307, location="http://127.0.0.1:9/andetsteds"),
    "omdirigering-til-stubben": http(307, location="?omdirigeret"),
    "stort-svar": plain(10_000),
    "timeout": failure("timeout"),
    "tomt-http-svar": failure("empty"),
    "tomt-svar": plain(0),
    "ugyldig-afgraensning": fejl("AFGRAENSNING_UGYLDIG"),
    "ugyldig-xml": broken_xml,
    "ukendt-hjemmel": fejl("HJEMMEL_UKENDT"),
    "ukendt-sag": fejl("SAG_UKENDT"),
}


def scenario(caller: Caller, navn: str) -> Scenario:
    """Return the scenario of that name."""
    return next(s for s in caller.server.stub.scenarios.every if s.navn == navn)


def test_every_scenario_has_a_promise(caller: Caller) -> None:
    """The table above and the catalogue name the same, each with a citizen of its own."""
    alle = caller.server.stub.scenarios.every
    assert sorted(s.navn for s in alle) == sorted(PROMISED)
    assert len({s.borger for s in alle}) == len(alle)
    assert all(s.viser and s.god_anvender for s in alle)


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
@pytest.mark.parametrize("navn", sorted(PROMISED))
def test_asked_for_in_processing(caller: Caller, navn: str, scheme: str) -> None:
    """The symptom is the promised one, the journal knows why, and the next call is answered."""
    timeout = 0.7 if navn == "timeout" else 20
    seen = see(caller, request(caller, navn), timeout=timeout, scheme=scheme)
    PROMISED[navn](caller, seen)
    after = see(caller, request(caller), timeout=1, scheme=scheme)
    assert len(cases(valid(caller, after))) == 1
    (entry,) = caller.server.stub.journal.find(Filter(scenario=scenario(caller, navn).id), 1)
    assert entry.chosen_by == "processing"


@pytest.mark.parametrize("navn", sorted(set(PROMISED) - {"langsomt-svar", "dryppende-svar"}))
def test_asked_for_by_the_reserved_citizen(caller: Caller, navn: str) -> None:
    """The citizen gives the same symptom; with a state, the one that the course has come to."""
    named = scenario(caller, navn)
    caller.server.stub.scenarios.reset()
    timeout = 0.7 if navn == "timeout" else 20
    seen = see(caller, request(caller, cpr=named.borger), timeout=timeout)
    PROMISED[navn](caller, seen)
