"""Hostile input: a clear fault of the right version and status, then a good call is answered."""

from __future__ import annotations

import gzip
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from sf1472_stub.http.request import MAX_BODY

from ..caller import CODES, ENVELOPE, MEDIA, Caller, Reply, wrap

SECRET = "0113809999"
GOOD = f"<a>{SECRET}</a>"
UNKNOWN_HEADER = '<x:Ukendt xmlns:x="urn:x" e:mustUnderstand="1">0113809999</x:Ukendt>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def doctype(subset: str, content: str = "&x;") -> Callable[[str], bytes]:
    """Return a maker of an envelope with a DTD."""
    return lambda version: (
        f"<!DOCTYPE e:Envelope [{subset}]>".encode() + wrap(f"<a>{content}{SECRET}</a>", version)
    )


@dataclass(frozen=True)
class Attack:
    """One hostile request: what is sent, and the fault that must come back."""

    id: str
    fault: str
    content: Callable[[str], bytes]
    code: str = "Sender"
    status: int | None = None
    media: Callable[[str], str | None] = lambda version: MEDIA[version]
    headers: dict[str, str] = field(default_factory=dict)


def other(version: str) -> str:
    """Return the other SOAP version."""
    return "1.2" if version == "1.1" else "1.1"


ATTACKS = [
    Attack("bad-utf8", "IKKE_XML", lambda v: wrap(GOOD, v).replace(b"0113", b"\xff\xfe")),
    Attack("billion-laughs", "DTD", doctype(f'<!ENTITY l0 "lol">{LAUGHS}', "&l11;")),
    Attack(
        "body-is-a-fault", "FEJL_SOM_ANMODNING", lambda v: wrap(f"<e:Fault>{GOOD}</e:Fault>", v)
    ),
    Attack("dtd", "DTD", doctype("", "")),
    Attack("empty", "TOM_ANMODNING", lambda _: b""),
    Attack("empty-body", "TOM_BODY", lambda v: wrap("", v)),
    Attack("entity-external", "DTD", doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')),
    Attack("entity-in-attribute", "DTD", lambda v: doctype('<!ENTITY x "y">', '<b c="&x;"/>')(v)),
    Attack("entity-internal", "DTD", doctype('<!ENTITY x "y">')),
    Attack(
        "entity-parameter", "DTD", doctype('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;', "")
    ),
    Attack(
        "header-last",
        "FLERE_BODY",
        lambda v: wrap(GOOD, v).replace(b"</e:Envelope>", b"<e:Header/></e:Envelope>"),
    ),
    Attack(
        "mustunderstand",
        "IKKE_FORSTAAET",
        lambda v: wrap(GOOD, v, UNKNOWN_HEADER),
        "MustUnderstand",
    ),
    Attack("nested-5000", "IKKE_XML", lambda v: wrap("<a>" * 5000 + SECRET + "</a>" * 5000, v)),
    Attack("no-body", "INGEN_BODY", lambda v: f'<e:Envelope xmlns:e="{ENVELOPE[v]}"/>'.encode()),
    Attack("not-soap", "IKKE_SOAP", lambda _: f"<a>{SECRET}</a>".encode()),
    Attack("not-xml", "IKKE_XML", lambda _: f"hej {SECRET}".encode()),
    Attack("schema-invalid", "SKEMAFEJL", lambda v: wrap("{invalid}", v)),
    Attack("truncated", "IKKE_XML", lambda v: wrap(GOOD, v)[:-20]),
    Attack(
        "two-bodies",
        "FLERE_BODY",
        lambda v: wrap(GOOD, v).replace(b"</e:Envelope>", b"<e:Body><a/></e:Body></e:Envelope>"),
    ),
    Attack("two-body-children", "FLERE_BESKEDER", lambda v: wrap(GOOD + GOOD, v)),
    Attack("unknown-operation", "UKENDT_OPERATION", lambda v: wrap(GOOD, v)),
    Attack(
        "wrong-charset",
        "IKKE_XML",
        lambda v: wrap("<a>æ0113809999</a>", v),
        media=lambda v: f"{MEDIA[v]}; charset=us-ascii",
    ),
    Attack(
        "wrong-charset-utf16",
        "IKKE_XML",
        lambda v: wrap(GOOD, v),
        media=lambda v: f"{MEDIA[v]}; charset=utf-16",
    ),
]
REFUSED = [
    Attack(
        "charset-unknown",
        "TEGNSAET",
        lambda v: wrap(GOOD, v),
        status=415,
        media=lambda v: f"{MEDIA[v]}; charset=klingon",
    ),
    Attack(
        "gzip",
        "KOMPRIMERET",
        lambda v: gzip.compress(wrap(GOOD, v)),
        status=415,
        headers={"Content-Encoding": "gzip"},
    ),
    Attack(
        "media-of-the-other-version",
        "INDHOLDSTYPE",
        lambda v: wrap(GOOD, v),
        status=415,
        media=lambda v: MEDIA[other(v)],
    ),
    Attack("oversize", "FOR_STOR", lambda v: wrap("x" * (MAX_BODY + 1), v), status=413),
]
UNVERSIONED = [
    Attack(
        "media-json",
        "INDHOLDSTYPE",
        lambda _: b"{}",
        status=415,
        media=lambda _: "application/json",
    ),
    Attack("media-missing", "INDHOLDSTYPE", lambda _: wrap(GOOD), status=415, media=lambda _: None),
    Attack(
        "media-nonsense", "INDHOLDSTYPE", lambda _: wrap(GOOD), status=415, media=lambda _: ";;"
    ),
]


def params(attacks: list[Attack]) -> list[object]:
    """Return the attacks as parameters named by their ids."""
    return [pytest.param(attack, id=attack.id) for attack in attacks]


def send(caller: Caller, attack: Attack, version: str) -> Reply:
    """Send the attack in an envelope of `version`."""
    content = attack.content(version)
    if b"{invalid}" in content:
        invalid = caller.body(cpr=SECRET).replace("LovDataAfgrListe", "Lov")
        content = content.replace(b"{invalid}", invalid.encode())
    headers = {name.replace("-", "_"): value for name, value in attack.headers.items()}
    return caller.post(content, attack.media(version), **headers)


def check(reply: Reply, attack: Attack, version: str) -> None:
    """The fault is the promised one, in the right version, and repeats nothing it was sent."""
    code = CODES[version].get(attack.code, attack.code)
    sender_status = 400 if version == "1.2" and attack.code == "Sender" else 500
    assert (reply.version, reply.status) == (version, attack.status or sender_status)
    assert reply.headers["content-type"] == f"{MEDIA[version]}; charset=utf-8"
    assert (reply.fault_code, reply.fault_id or attack.fault) == (code, attack.fault)
    for told in (SECRET.encode(), b"Traceback", b"root:", b"lol"):
        assert told not in reply.content


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("attack", params(ATTACKS + REFUSED))
def test_hostile_messages(
    caller: Caller, attack: Attack, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Each gets its fault; the log holds nothing of it; the next good call is answered."""
    with caplog.at_level(logging.DEBUG):
        reply = send(caller, attack, version)
        assert caller.ask(version).status == 200
    check(reply, attack, version)
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("attack", params(UNVERSIONED))
def test_without_a_soap_version_the_fault_is_in_the_wsdls(caller: Caller, attack: Attack) -> None:
    """Where the Content-Type names no SOAP version, the answer is SOAP 1.2 like the binding."""
    check(send(caller, attack, "1.2"), attack, "1.2")
    assert caller.ask().status == 200


def test_mustunderstand_names_the_header_in_soap_12(caller: Caller) -> None:
    """SOAP 1.2, part 1, 5.4.8: NotUnderstood carries the header's qualified name."""
    reply = caller.post(wrap(GOOD, "1.2", UNKNOWN_HEADER))
    (header,) = reply.envelope.iterfind("{*}Header/{*}NotUnderstood")
    prefix, _, local = (header.get("qname") or "").partition(":")
    assert (header.nsmap[prefix], local) == ("urn:x", "Ukendt")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param('<x:H xmlns:x="urn:x"/>', id="optional"),
        pytest.param('<x:H xmlns:x="urn:x" e:mustUnderstand="0"/>', id="zero"),
        pytest.param(
            '<x:H xmlns:x="urn:x" e:mustUnderstand="1" e:role="urn:en" e:actor="urn:en"/>',
            id="for-someone-else",
        ),
        pytest.param(
            '<w:To xmlns:w="http://www.w3.org/2005/08/addressing" e:mustUnderstand="1">x</w:To>',
            id="addressing",
        ),
    ],
)
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_headers_that_do_not_stop_a_call(caller: Caller, header: str, version: str) -> None:
    """Unknown headers are ignored unless we must understand them; security is off by default."""
    assert caller.post(wrap(caller.body(), version, header), MEDIA[version]).status == 200


def test_unknown_soap_version_is_told_the_known_ones(caller: Caller) -> None:
    """SOAP 1.2, part 1, 5.4.7: VersionMismatch with an Upgrade header."""
    raw = wrap(GOOD).replace(ENVELOPE["1.2"].encode(), b"urn:soap-9")
    reply = caller.post(raw)
    assert (reply.status, reply.fault_code, reply.fault_id) == (
        500,
        "VersionMismatch",
        "UKENDT_SOAP_VERSION",
    )
    supported = reply.envelope.findall("{*}Header/{*}Upgrade/{*}SupportedEnvelope")
    assert [e.nsmap[(e.get("qname") or "").partition(":")[0]] for e in supported] == [
        ENVELOPE["1.2"],
        ENVELOPE["1.1"],
    ]


@pytest.mark.parametrize("method", ["DELETE", "GET", "PATCH", "PUT"])
def test_other_methods_are_refused(caller: Caller, method: str) -> None:
    """The answer is 405 with Allow and a fault that says what to do."""
    reply = caller.http(method, caller.server.url, wrap(GOOD), {"Content-Type": MEDIA["1.2"]})
    assert (reply.status, reply.headers["allow"], reply.fault_id) == (405, "POST", "METODE")


def test_head_has_headers_only(caller: Caller) -> None:
    """HEAD is GET without a body, for the service and for its WSDL."""
    refused = caller.http("HEAD", caller.server.url)
    assert (refused.status, refused.content) == (405, b"")
    wsdl = caller.http("HEAD", f"{caller.server.url}?wsdl")
    assert (wsdl.status, wsdl.content) == (200, b"")
    assert int(wsdl.headers["content-length"]) == len(
        caller.http("GET", f"{caller.server.url}?wsdl").content
    )


def raw(caller: Caller, *parts: bytes) -> bytes:
    """Send bytes as they are and return all that comes back."""
    with socket.create_connection(("127.0.0.1", caller.server.port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def head(caller: Caller, *lines: str) -> bytes:
    """Return the head of a POST to the service."""
    first = f"POST {caller.server.stub.path} HTTP/1.1"
    return "\r\n".join((first, "Host: x", f"Content-Type: {MEDIA['1.2']}", *lines, "", "")).encode()


@pytest.mark.parametrize("length", ["-1", "1 2", "0x10", "abc", "99999999999999999999999"])
def test_garbage_content_length(caller: Caller, length: str) -> None:
    """The answer is 400 with a fault, before any body is read."""
    answer = raw(caller, head(caller, f"Content-Length: {length}"))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'id="UGYLDIG_HTTP"' in answer
    assert caller.ask().status == 200


def test_not_http_at_all(caller: Caller) -> None:
    """A client that speaks something else is told so."""
    assert b'id="UGYLDIG_HTTP"' in raw(caller, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")


def test_oversize_is_refused_on_its_word(caller: Caller) -> None:
    """Content-Length alone gives 413: nothing of the body needs to be sent."""
    answer = raw(caller, head(caller, f"Content-Length: {MAX_BODY + 1}"))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'id="FOR_STOR"' in answer


def test_oversize_in_chunks_is_refused(caller: Caller) -> None:
    """Without Content-Length the bound holds for what is read, and the answer is 413."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = raw(caller, head(caller, "Transfer-Encoding: chunked"), *[chunk] * 17)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert caller.ask().status == 200


def test_chunks_within_bounds_are_read_whole(caller: Caller) -> None:
    """A chunked request is a request."""
    message = wrap(caller.body())
    chunks = b"".join(b"1\r\n" + message[i : i + 1] + b"\r\n" for i in range(len(message)))
    answer = raw(
        caller,
        head(caller, "Transfer-Encoding: chunked", "Connection: close"),
        chunks,
        b"0\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 200 ")


UPGRADE = ("Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAEA")


@pytest.mark.parametrize("pieces", [1, 2, 9])
@pytest.mark.parametrize("framing", ["chunked", "length"])
def test_an_offered_upgrade_is_passed_over(caller: Caller, pieces: int, framing: str) -> None:
    """Java's HttpClient offers HTTP/2 with every call (RFC 9110, 7.8): the body is still read."""
    message = wrap(caller.body())
    if framing == "length":
        sent = head(caller, *UPGRADE, f"Content-Length: {len(message)}") + message
    else:
        sent = head(caller, *UPGRADE, "Transfer-Encoding: chunked")
        sent += b"%x\r\n%s\r\n0\r\n\r\n" % (len(message), message)
    cut = sent.index(b"\r\n\r\n") + 4
    step = max(1, len(sent) // pieces)
    parts = {1: [sent], 2: [sent[:cut], sent[cut:]]}.get(pieces)
    answer = raw(caller, *(parts or [sent[i : i + step] for i in range(0, len(sent), step)]))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"KontrolsagStruktur" in answer


def test_after_an_offered_upgrade_the_connection_goes_on(caller: Caller) -> None:
    """Two calls on one connection, both with the offer, are answered."""
    message = wrap(caller.body())
    length = f"Content-Length: {len(message)}"
    first = head(caller, "Connection: Upgrade", "Upgrade: h2c", length) + message
    answer = raw(caller, first, head(caller, *UPGRADE, length) + message)
    assert answer.count(b"HTTP/1.1 200 ") == 2


def test_an_idle_connection_is_left_open(caller: Caller) -> None:
    """A caller that thinks for some seconds between two calls is not cut off at the second.

    uvicorn's own five seconds are met by a busy consumer: a call is then sent on a closed
    connection, and lost.
    """
    request = f"GET {caller.server.stub.path}?wsdl HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", caller.server.port), timeout=6) as connection:
        connection.sendall(request)
        with pytest.raises(TimeoutError):  # the answer, and then neither more nor an end
            list(iter(lambda: connection.recv(65536), b""))
        connection.sendall(request)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_caller_that_goes_away_leaves_no_trace(caller: Caller) -> None:
    """Half a request and a closed socket: the next call is answered."""
    with socket.create_connection(("127.0.0.1", caller.server.port), timeout=10) as connection:
        connection.sendall(head(caller, "Content-Length: 1000") + b"<a>")
    assert caller.ask().status == 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_utf_16_and_a_byte_order_mark_are_fine(caller: Caller, encoding: str) -> None:
    """UTF-8 and UTF-16 are both read (WS-I Basic Profile R1012)."""
    content = wrap(caller.body()).decode().encode(encoding)
    assert caller.post(content).status == 200
