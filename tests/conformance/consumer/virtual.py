"""The stub in this process under a clock of its own: an exam of a minute takes a moment.

Nothing sleeps: delays, timeouts and pauses move the clock. The scenario engine, the SOAP endpoint
and the journal are the stub's own; only the socket is not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timezone
from types import SimpleNamespace
from typing import Any

from sf1472.cli.conform.exam import StubVenue
from sf1472.timing import Timing
from sf1472_stub import Stub, StubSettings
from sf1472_stub.exam import ExamSituation
from sf1472_stub.http.delivery import TRANSPORT

DATO = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 11, tzinfo=timezone.utc).timestamp()
PIECES = 10  # of an answer that drips
WORK = 0.001  # seconds that every call takes


class TimeoutError_(Exception):  # noqa: N801, N818 - the virtual net's own
    """The caller gave up waiting."""


class BrokenError(Exception):
    """The connection broke before the answer was whole."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Clock(Timing):
    """A clock of its own, moved by whoever waits."""

    def __init__(self) -> None:
        self.seconds = NOON  # since 1970
        self._latest = 0  # nanoseconds given

    def now(self) -> datetime:
        """Return the time as a journal wants it."""
        return datetime.fromtimestamp(self.seconds, timezone.utc)

    def nanoseconds(self) -> int:
        """Return a number that is greater each time, even where a test sets the clock back."""
        self._latest = max(self._latest + 1, int(self.seconds * 1_000_000) * 1000)
        return self._latest

    def monotonic(self) -> float:
        """Return the time in seconds."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds

    async def asleep(self, seconds: float) -> None:
        """Let time pass inside the stub."""
        self.seconds += seconds


class Net:
    """Calls the stub's application as a server would."""

    def __init__(self, stub: Stub, clock: Clock) -> None:
        self.stub = stub
        self.clock = clock
        self.dripped = self.partly = self.hung = False  # of the last call

    def call(
        self, method: str, target: str, headers: dict[str, str], body: bytes, timeout: float
    ) -> Answer:
        """Send one request. Raises TimeoutError_ or BrokenError as a client would see them."""
        return asyncio.run(_Call(self, timeout).run(method, target, headers, body))


class _Call:
    """One call: the ends of an ASGI exchange, and the connection below it."""

    def __init__(self, net: Net, timeout: float) -> None:
        self._net = net
        self._until = net.clock.seconds + timeout
        self._sent: list[dict[str, Any]] = []
        self._request: list[bytes] = []
        self._closed = self._gave_up = False

    async def run(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Let the application answer."""
        path, _, query = target.partition("?")
        self._request = [body]
        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": query.encode(),
            "server": ("stub", 80),
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in headers.items()],
            "extensions": {TRANSPORT: self},
        }
        self._net.clock.seconds += WORK
        await self._net.stub.app(scope, self.receive, self.send)
        self._net.dripped = len(self._sent) > PIECES
        self._net.hung = self._gave_up
        self._net.partly = any(message.get("body") for message in self._sent)
        if self._gave_up or self._net.clock.seconds > self._until:
            raise TimeoutError_
        if self._closed:
            raise BrokenError
        start = self._sent[0]
        content = b"".join(message.get("body", b"") for message in self._sent[1:])
        found = {n.decode(): v.decode("latin-1") for n, v in start["headers"]}
        return Answer(start["status"], found, content)

    async def receive(self) -> dict[str, Any]:
        """Give the body once; after that the caller waits, and hangs up when its time is up."""
        if self._request:
            return {"type": "http.request", "body": self._request.pop(), "more_body": False}
        if not self._closed:
            self._gave_up = True
            self._net.clock.seconds = max(self._net.clock.seconds, self._until)
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        """Keep what the application sends."""
        self._sent.append(message)

    def get_extra_info(self, _: str) -> SimpleNamespace:
        """Give a socket that takes its options."""
        return SimpleNamespace(setsockopt=lambda *_: None)

    def write(self, _: bytes) -> None:
        """Take raw bytes; whatever follows is broken off."""

    def abort(self) -> None:
        """Break the connection."""
        self._closed = True

    close = abort


@contextmanager
def examined(situations: tuple[ExamSituation, ...]) -> Iterator[tuple[Net, StubVenue]]:
    """Give a stub that holds an exam under a virtual clock, and the venue of the exam."""
    clock = Clock()
    stub = Stub(StubSettings(dato=DATO, exam=situations), clock)
    server = SimpleNamespace(stub=stub, url=stub.path, base_url="")
    assert stub.exam is not None
    yield Net(stub, clock), StubVenue(server, stub.exam)  # type: ignore[arg-type]
