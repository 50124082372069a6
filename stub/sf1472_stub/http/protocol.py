"""HTTP on a connection, below ASGI."""

from __future__ import annotations

from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sf1472_stub.http.delivery import TRANSPORT
from sf1472_stub.soap.envelope import BY_NAME
from sf1472_stub.soap.faults import SoapFault, write_fault


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP, with three things more.

    A SOAP fault where a request is not HTTP at all; the connection in the ASGI scope, so that
    scenarios can break it; and bodies of requests that offer an upgrade. Java's HttpClient offers
    HTTP/2 with every call, and httptools stops reading there: the offer is passed over (RFC 9110,
    7.8), and a fresh parser goes on with the body.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._going_on = False

    def data_received(self, data: bytes) -> None:
        """Parse what came; refuse what is not HTTP; read on past an offered upgrade."""
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            self._go_on(data[upgrade.args[0] :])
        except HttpParserError:
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin a request, its connection at hand."""
        if not self._going_on:
            super().on_message_begin()
            self.scope["extensions"] = {TRANSPORT: self.transport}  # type: ignore[dict-item]

    def on_url(self, url: bytes) -> None:
        """Take the request target."""
        if not self._going_on:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take one header."""
        if not self._going_on:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start the application on a request whose head is read."""
        if not self._going_on:
            super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Answer what is no HTTP with a SOAP fault and close."""
        version = BY_NAME["1.2"]
        fault = write_fault(SoapFault("UGYLDIG_HTTP"), version)
        head = (
            "HTTP/1.1 400 Bad Request\r\n"
            f"content-type: {version.content_type}\r\n"
            f"content-length: {len(fault.body)}\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + fault.body)
        self.transport.close()

    def _go_on(self, rest: bytes) -> None:
        """Read the body of the request whose head was just read, as if nothing had been offered."""
        framing = (b"content-length", b"transfer-encoding")
        head = b"".join(b"%s: %s\r\n" % pair for pair in self.headers if pair[0] in framing)
        self.cycle.more_body = True
        self.parser = HttpRequestParser(self)
        self._going_on = True
        self.parser.feed_data(b"POST / HTTP/1.1\r\n%s\r\n" % head)
        self._going_on = False
        if rest:
            self.data_received(rest)
