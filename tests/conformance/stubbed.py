"""The stub in this process: what a defective provider is made of."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from sf1472_conformance.calling.transport import Exchange, HttpCall, HttpResponse, origin
from sf1472_conformance.catalogue import Wording
from sf1472_stub import Stub, StubSettings

DATO = date(2026, 8, 31)  # six months earlier, clamped: 28 February
URL = "http://provider.invalid/service/KontrolsagListeHentService"
SETTINGS = StubSettings(dato=DATO, show_cpr=True)  # nobody reads the journal: masking is spared

# Making a loop for each call would cost more than most calls.
_LOOP, _TURN = asyncio.new_event_loop(), Lock()
atexit.register(_LOOP.close)


@dataclass(frozen=True)
class Heard:
    """An HTTP request; header names in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The Content-Type, empty where there is none."""
        return self.headers.get("content-type", "")

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    media_type: str
    body: bytes

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers as a transport gives them."""
        return (("content-type", self.media_type),)


Handler: TypeAlias = Callable[[Heard], Reply]
Modifier: TypeAlias = Callable[[Stub, Handler], Handler]


class Stubbed:
    """A transport to a stub of its own, changed by modifiers; the last one hears first."""

    description = Wording(da="i samme proces", en="in process")

    def __init__(self, *modifiers: Modifier, settings: StubSettings = SETTINGS) -> None:
        self.stub = Stub(settings)
        self.handler: Handler = self._ask
        for modifier in modifiers:
            self.handler = modifier(self.stub, self.handler)

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        return origin(url) == origin(URL)

    def send(self, call: HttpCall) -> Exchange:
        """Let the provider answer."""
        headers = {name.lower(): value for name, value in call.headers}
        reply = self.handler(Heard(call.method, call.url, headers, call.body))
        return Exchange(call, HttpResponse(reply.status, reply.headers, reply.body), "", 0.001)

    def _ask(self, heard: Heard) -> Reply:
        """Call the stub's application as a server would, one call at a time."""
        with _TURN:
            return _LOOP.run_until_complete(_exchange(self.stub, heard))


async def _exchange(stub: Stub, heard: Heard) -> Reply:
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": heard.body}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await stub.app(_scope(heard), receive, send)
    headers = dict(sent[0]["headers"])
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Reply(sent[0]["status"], headers.get(b"content-type", b"").decode("latin-1"), body)


def _scope(heard: Heard) -> dict[str, Any]:
    """Return the request as a server describes it."""
    url = urlsplit(heard.url)
    headers = {"host": url.netloc, **heard.headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": heard.method,
        "scheme": url.scheme,
        "server": (url.hostname, url.port),
        "path": url.path,
        "root_path": "",
        "query_string": url.query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
