"""The one seam through which every probe goes: an `HttpCall` becomes an `Exchange`.

Proxies, certificates and SOAP headers are settings of the connection; a limit on the calls and
the memory of them are transports around another. No rule knows how a call travels.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from sf1472.errors import KitError
from sf1472.timing import SYSTEM, Timing
from sf1472_conformance.calling.advice import advice
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.calling.deadline import Deadline
from sf1472_conformance.catalogue import Wording

LARGEST = 32 * 1024 * 1024  # bytes of one answer
_PROXY_REFUSES = 407


@dataclass(frozen=True)
class HttpCall:
    """One HTTP request, exactly as it is to be sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def absolute(self) -> bool:
        """Whether `url` says where to; a call seen by who received it has a path only."""
        return "://" in self.url


@dataclass(frozen=True)
class HttpResponse:
    """One HTTP response; header names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header called `name` (lower case), or an empty text."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Exchange:
    """A call and what came of it: a response, or the transport's error in words.

    `advice` says what to do about the error, when the transport knows.
    """

    call: HttpCall
    response: HttpResponse | None
    error: str
    seconds: float
    advice: Wording | None = None

    @property
    def status(self) -> int:
        """The HTTP status, 0 when there was no response."""
        return self.response.status if self.response is not None else 0

    @property
    def body(self) -> bytes:
        """The response's body, empty when there was no response."""
        return self.response.body if self.response is not None else b""

    def curl(self, file: str | None = None) -> str:
        """Return a shell command that repeats the call, its body read from `file`."""
        words = ["curl", "-sS", "-i", "-X", self.call.method]
        for name, value in self.call.headers:
            words += ["-H", f"{name}: {value}"]
        if file is not None:
            words += ["--data-binary", f"@{file}"]
        return shlex.join([*words, self.call.url])


class Transport(Protocol):
    """Sends calls to the provider under judgement."""

    @property
    def description(self) -> Wording:
        """How the provider is called, in one line for the report."""
        ...

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        ...

    def send(self, call: HttpCall) -> Exchange:
        """Send `call`. Never raises for what the provider or the network does."""
        ...


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port. Raises KitError when `url` is not a plain HTTP one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise KitError(f"{url!r} er ikke en adresse: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise KitError(f"{url!r} er ikke en adresse; den skal begynde med http:// eller https://")
    if parts.username is not None:
        raise KitError("Adressen må ikke indeholde brugernavn; den står i rapporten")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


class HttpTransport:
    """HTTP as `connection` says: no redirects, nothing but the origin of `url`.

    Its timeout bounds connecting, and the exchange as a whole.
    """

    def __init__(
        self, url: str, connection: ConnectionSettings | None = None, timing: Timing = SYSTEM
    ) -> None:
        self._origin = origin(url)
        self._connection = connection or ConnectionSettings()
        self._deadline = Deadline(self._connection.timeout, timing)
        self._timing = timing
        self._client = self._connection.client(self._origin[0])

    @property
    def description(self) -> Wording:
        """How the provider is called, in one line for the report."""
        return self._connection.description(self._origin[0])

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        try:
            return origin(url) == self._origin
        except KitError:
            return False

    def send(self, call: HttpCall) -> Exchange:
        """Send `call`; a failing network becomes the exchange's error."""
        if not self.allows(call.url):
            raise KitError(f"Testkittet kalder kun den angivne adresse, ikke {call.url}")
        call = replace(call, body=self._connection.with_headers(call.body))
        start = self._timing.monotonic()
        response, error, words = None, "", None
        try:
            response = self._response(call)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            error = f"{type(problem).__name__}: {problem}"
            words = advice(problem, call.url, self._connection)
        return Exchange(call, response, error, self._timing.monotonic() - start, words)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._deadline.close()

    def _response(self, call: HttpCall) -> HttpResponse:
        body = bytearray()
        request = self._client.stream(
            call.method,
            call.url,
            headers=list(call.headers),
            content=call.body,
            extensions={"trace": self._deadline.trace},
        )
        with self._deadline, request as answer:
            if answer.status_code == _PROXY_REFUSES and self._connection.proxy is not None:
                raise httpx.ProxyError("407 Proxy Authentication Required")
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    raise httpx.ReadError(f"more than {LARGEST} bytes")
            headers = tuple((name.lower(), value) for name, value in answer.headers.multi_items())
            return HttpResponse(answer.status_code, headers, bytes(body))


class TimeIsUpError(Exception):
    """The time for the whole run is up, so the call was not made."""


class LimitedTransport:
    """Sends at most `rate` calls per second, and none after `until` (seconds since 1970).

    Raises TimeIsUpError for a call that comes too late.
    """

    def __init__(
        self,
        inner: Transport,
        rate: float | None,
        until: float | None,
        timing: Timing = SYSTEM,
    ) -> None:
        self._inner = inner
        self._pause = 1 / rate if rate is not None else 0.0
        self._until = until
        self._timing = timing
        self._next = 0.0

    @property
    def description(self) -> Wording:
        """How the provider is called, in one line for the report."""
        return self._inner.description

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        return self._inner.allows(url)

    def send(self, call: HttpCall) -> Exchange:
        """Send `call` when its turn has come."""
        now = self._timing.now().timestamp()
        if now < self._next:
            self._timing.sleep(self._next - now)
        now = max(now, self._next)
        self._next = now + self._pause
        if self._until is not None and now > self._until:
            raise TimeIsUpError
        return self._inner.send(call)


class CachedTransport:
    """Sends each different call once and repeats what came of it."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._seen: dict[HttpCall, Exchange] = {}

    @property
    def description(self) -> Wording:
        """How the provider is called, in one line for the report."""
        return self._inner.description

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        return self._inner.allows(url)

    def send(self, call: HttpCall) -> Exchange:
        """Send `call`, or return what it gave the first time."""
        exchange = self._seen.get(call)
        if exchange is None:
            exchange = self._seen[call] = self._inner.send(call)
        return exchange
