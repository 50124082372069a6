"""The stub in this process: what a defective provider is made of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import httpx

from sf1472_conformance.catalogue import Wording
from sf1472_conformance.transport import Call, Exchange, Response, origin
from sf1472_stub import Stub, StubSettings

DATO = date(2026, 8, 31)  # six months earlier, clamped: 28 February
URL = "http://provider.invalid/service/KontrolsagListeHentService"


@dataclass(frozen=True)
class Heard:
    """An HTTP request; header names in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


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

    def __init__(self, *modifiers: Modifier, dato: date = DATO) -> None:
        self.stub = Stub(StubSettings(dato=dato))
        self.handler: Handler = self._ask
        for modifier in modifiers:
            self.handler = modifier(self.stub, self.handler)

    def allows(self, url: str) -> bool:
        """Say whether `url` lies at the provider's own origin."""
        return origin(url) == origin(URL)

    def send(self, call: Call) -> Exchange:
        """Let the provider answer."""
        headers = {name.lower(): value for name, value in call.headers}
        reply = self.handler(Heard(call.method, call.url, headers, call.body))
        return Exchange(call, Response(reply.status, reply.headers, reply.body), "", 0.001)

    def _ask(self, heard: Heard) -> Reply:
        """Call the stub's application as a server would."""
        return asyncio.run(_exchange(httpx.ASGITransport(self.stub.app), heard))


async def _exchange(transport: httpx.ASGITransport, heard: Heard) -> Reply:
    request = httpx.Request(heard.method, heard.url, headers=heard.headers, content=heard.body)
    response = await transport.handle_async_request(request)
    return Reply(
        response.status_code, response.headers.get("content-type", ""), await response.aread()
    )
