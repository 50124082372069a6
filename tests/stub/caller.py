"""The smallest of clients: calls a stub and reads what comes back."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from sf1472.message import Forespoergsel, Messages, Rettighed
from sf1472_stub import StubServer

DATO = date(2026, 11, 23)
KOEBENHAVN, AARHUS, UDK = "64942212", "55133018", "00001472"
STK1, STK2 = "UDKL_11A_STK1", "UDKL_11A_STK2"
ENVELOPE = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
MEDIA = {"1.1": "text/xml", "1.2": "application/soap+xml"}
CODES = {
    "1.1": {"Sender": "Client", "Receiver": "Server"},
    "1.2": {},
}
DETAIL = "{urn:sf1472-testkit:fejl}fejl"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def envelope(self) -> etree._Element:
        """The answer's envelope."""
        return etree.fromstring(self.content)

    @property
    def version(self) -> str:
        """The SOAP version of the envelope."""
        namespace = etree.QName(self.envelope).namespace
        return next(name for name, uri in ENVELOPE.items() if uri == namespace)

    @property
    def body(self) -> etree._Element:
        """The one element in the answer's Body."""
        (body,) = self.envelope.iterfind("{*}Body")
        (child,) = body
        return child

    @property
    def fault_id(self) -> str | None:
        """The kit's id of the fault in the answer."""
        detail = next(self.body.iter(DETAIL), None)
        return None if detail is None else detail.get("id")

    @property
    def fault_code(self) -> str:
        """The local name of the fault's code."""
        path = "{*}Code/{*}Value" if self.version == "1.2" else "faultcode"
        return (self.body.findtext(path) or "").rpartition(":")[2]


@dataclass(frozen=True)
class Caller:
    """Calls one stub."""

    server: StubServer

    def post(
        self, content: bytes, media: str | None = "application/soap+xml", **headers: str
    ) -> Reply:
        """POST `content` to the service."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if media is not None:
            given["Content-Type"] = media
        return self.http("POST", self.server.url, content, given)

    def http(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Send one HTTP request as it is."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(method, target, content, headers or {})
            answer = connection.getresponse()
            return Reply(
                answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
            )
        finally:
            connection.close()

    def body(
        self,
        cpr: str | None = "0113801001",
        kalder: str | None = KOEBENHAVN,
        hjemler: tuple[str, ...] = (STK2,),
        **rest: object,
    ) -> str:
        """Return a request's body element."""
        myndigheder = rest.pop("myndigheder", ())
        afgraensninger = rest.pop("afgraensninger", ())
        gruppe = Rettighed(hjemler, myndigheder, afgraensninger)  # type: ignore[arg-type]
        request = Forespoergsel(
            "tx-æ-1", "2026-11-23T12:00:00.120+01:00", (gruppe,), kalder, None, cpr
        )
        request = Forespoergsel(
            **{**{name: getattr(request, name) for name in request.__struct_fields__}, **rest}
        )
        return Messages(self.server.stub.contract).write_request(request)

    def ask(self, version: str = "1.2", **question: object) -> Reply:
        """Ask a question in an envelope of `version`."""
        return self.post(wrap(self.body(**question), version), MEDIA[version])  # type: ignore[arg-type]


def wrap(content: str, version: str = "1.2", header: str = "") -> bytes:
    """Put `content` into an envelope."""
    head = f"<e:Header>{header}</e:Header>" if header else ""
    return (
        f'<e:Envelope xmlns:e="{ENVELOPE[version]}">{head}<e:Body>{content}</e:Body></e:Envelope>'
    ).encode()
