"""The seam to the provider: only its origin, no redirects, errors as words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import msgspec
import pytest

from sf1472.errors import KitError
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.calling.transport import (
    CachedTransport,
    Exchange,
    HttpCall,
    HttpResponse,
    HttpTransport,
)

from ..served import running, served
from ..stubbed import Reply, Stubbed
from .papers import Papers


@pytest.fixture
def silent() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_silent_provider_becomes_an_error_in_words(silent: str, scheme: str) -> None:
    """After the time given, and without an exception."""
    url = silent.replace("http", scheme)
    transport = HttpTransport(url, ConnectionSettings(timeout=0.1))
    exchange = transport.send(HttpCall("POST", url, body=b"<a/>"))
    transport.close()
    assert exchange.response is None
    assert "Timeout" in exchange.error
    assert exchange.status == 0
    assert exchange.advice is not None
    assert "efter 0.1 s" in exchange.advice.da


class Dribbles(BaseHTTPRequestHandler):
    """Begins an answer, and then sends a byte now and then until the caller has gone."""

    begun = b"HTTP/1.1 200 OK\r\nX-Long: "

    def do_GET(self) -> None:
        """Send without end."""
        never = threading.Event()
        self.wfile.write(self.begun)
        while not never.wait(0.01):
            self.wfile.write(b"x")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class DribblesBody(Dribbles):
    """Does so in an answer whose end is the end of the connection."""

    begun = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"


@pytest.mark.parametrize("handler", [Dribbles, DribblesBody])
@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_dribbling_provider_is_bounded(
    handler: type[Dribbles], tls: bool, tmp_path: Path
) -> None:
    """Though no single wait is long, the call ends, and so does the next one."""
    papers = Papers(tmp_path)
    connection = msgspec.structs.replace(papers.one_pem(), timeout=0.3) if tls else None
    with running(handler, papers.demanding() if tls else None) as port:
        url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/"
        transport = HttpTransport(url, connection or ConnectionSettings(timeout=0.3))
        for _ in range(2):
            exchange = transport.send(HttpCall("GET", url))
            assert exchange.error == "ReadTimeout: not complete after 0.3 s"
        transport.close()


def test_redirects_are_not_followed() -> None:
    """A redirect is the answer."""
    redirect = Reply(302, "text/plain", b"elsewhere")
    with served(Stubbed(lambda *_: lambda _: redirect)) as url:
        transport = HttpTransport(url)
        exchange = transport.send(HttpCall("GET", url))
        transport.close()
    assert (exchange.status, exchange.body) == (302, b"elsewhere")


@pytest.mark.parametrize(
    "url", ["http://localhost:8472/", "https://127.0.0.1:8472/", "http://127.0.0.1:1/", "ftp://x"]
)
def test_other_origins_are_never_called(url: str) -> None:
    """An origin that may be the same machine by another name is another one."""
    transport = HttpTransport("http://127.0.0.1:8472/service")
    assert not transport.allows(url)
    with pytest.raises(KitError, match="kun den angivne adresse"):
        transport.send(HttpCall("GET", url))
    transport.close()


@pytest.mark.parametrize(
    "url", ["", "stub", "ftp://host/", "http://", "http://host:port/", "http://navn:kode@host/"]
)
def test_addresses_that_cannot_be_called(url: str) -> None:
    """They are refused with a text that says what is wrong."""
    with pytest.raises(KitError, match=r"[Aa]dresse"):
        HttpTransport(url)


def test_each_different_call_is_sent_once() -> None:
    """Headers and body make the difference."""
    sent: list[HttpCall] = []

    class Counting:
        def send(self, call: HttpCall) -> Exchange:
            sent.append(call)
            return Exchange(call, HttpResponse(200, (), b""), "", 0.0)

    transport = CachedTransport(Counting())  # type: ignore[arg-type]
    one, other = HttpCall("POST", "u", body=b"1"), HttpCall("POST", "u", body=b"2")
    assert transport.send(one) is transport.send(one)
    transport.send(other)
    assert sent == [one, other]


def test_the_curl_command_quotes_what_it_must() -> None:
    """It can be pasted into a shell."""
    call = HttpCall("POST", "http://h/?a&b", (("SOAPAction", '"urn:x"'),), b"<a/>")
    curl = Exchange(call, None, "", 0.0).curl("requests/P-X-1-1.xml")
    expected = (
        "curl -sS -i -X POST -H 'SOAPAction: \"urn:x\"' "
        "--data-binary @requests/P-X-1-1.xml 'http://h/?a&b'"
    )
    assert curl == expected
