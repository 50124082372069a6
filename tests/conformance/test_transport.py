"""The seam to the provider: only its origin, no redirects, errors as words."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sf1472.errors import KitError
from sf1472_conformance.connection import Connection
from sf1472_conformance.transport import CachedTransport, Call, Exchange, HttpTransport, Response

from .calling import served
from .stubbed import Reply, Stubbed


@pytest.fixture
def silent() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_silent_provider_becomes_an_error_in_words(silent: str) -> None:
    """After the time given, and without an exception."""
    transport = HttpTransport(silent, Connection(timeout=0.1))
    exchange = transport.send(Call("POST", silent, body=b"<a/>"))
    transport.close()
    assert exchange.response is None
    assert "Timeout" in exchange.error
    assert exchange.status == 0


def test_redirects_are_not_followed() -> None:
    """A redirect is the answer."""
    redirect = Reply(302, "text/plain", b"elsewhere")
    with served(Stubbed(lambda *_: lambda _: redirect)) as url:
        transport = HttpTransport(url)
        exchange = transport.send(Call("GET", url))
        transport.close()
    assert (exchange.status, exchange.body) == (302, b"elsewhere")


@pytest.mark.parametrize(
    "url", ["http://localhost:8472/", "https://127.0.0.1:8472/", "http://127.0.0.1:1/", "ftp://x"]
)
def test_other_origins_are_never_called(url: str) -> None:
    """Not even one that may be the same machine."""
    transport = HttpTransport("http://127.0.0.1:8472/service")
    assert not transport.allows(url)
    with pytest.raises(KitError, match="kun den angivne adresse"):
        transport.send(Call("GET", url))
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
    sent: list[Call] = []

    class Counting:
        def send(self, call: Call) -> Exchange:
            sent.append(call)
            return Exchange(call, Response(200, (), b""), "", 0.0)

    transport = CachedTransport(Counting())  # type: ignore[arg-type]
    one, other = Call("POST", "u", body=b"1"), Call("POST", "u", body=b"2")
    assert transport.send(one) is transport.send(one)
    transport.send(other)
    assert sent == [one, other]


def test_the_curl_command_quotes_what_it_must() -> None:
    """It can be pasted into a shell."""
    call = Call("POST", "http://h/?a&b", (("SOAPAction", '"urn:x"'),), b"<a/>")
    curl = Exchange(call, None, "", 0.0).curl("requests/P-X-1-1.xml")
    expected = (
        "curl -sS -i -X POST -H 'SOAPAction: \"urn:x\"' "
        "--data-binary @requests/P-X-1-1.xml 'http://h/?a&b'"
    )
    assert curl == expected
