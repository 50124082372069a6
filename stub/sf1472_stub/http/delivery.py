"""Sending an answer, whole or as a scenario lets the connection fail on the way."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct

from sf1472.timing import SYSTEM, Timing
from sf1472_stub.http.request import Receive, Scope, Send, drain

TRANSPORT = "sf1472.transport"  # where the server puts the connection into the ASGI scope
HANG_SECONDS = 300.0
DRIP_PIECES, DRIP_PAUSE = 20, 0.1


class Response(Struct, frozen=True):
    """An HTTP answer; the length is added when it is sent."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI wants them."""
        own = (("content-type", self.content_type), ("content-length", str(len(self.body))))
        return [(n.lower().encode(), v.encode("latin-1")) for n, v in (*own, *self.headers)]


class Connection(Struct, frozen=True):
    """One exchange's three ends in ASGI, and the clock by which its answer is drawn out."""

    scope: Scope
    receive: Receive
    send: Send
    timing: Timing = SYSTEM

    @property
    def transport(self) -> asyncio.Transport:
        """The connection itself, for faults below HTTP."""
        transport: asyncio.Transport = self.scope["extensions"][TRANSPORT]
        return transport


async def deliver(
    connection: Connection, response: Response, connection_fault: str | None = None
) -> None:
    """Send `response`, or do what a fault (see `scenarios.model`) does instead."""
    if connection_fault is None:
        await send_response(connection, response)
    else:
        await FAULTS[connection_fault](connection, response)


async def send_response(
    connection: Connection, response: Response, *, with_body: bool = True
) -> None:
    """Send `response`, without its body in answer to HEAD."""
    await _start(connection, response)
    body = response.body if with_body else b""
    await connection.send({"type": "http.response.body", "body": body})


async def send_early(connection: Connection, response: Response) -> None:
    """Answer before the body is read; then let a caller who is still sending finish.

    A caller cut off while it sends sees a reset connection instead of the answer.
    """
    headers = [*response.raw_headers(), (b"connection", b"close")]
    start = {"type": "http.response.start", "status": response.status, "headers": headers}
    await connection.send(start)
    body = {"type": "http.response.body", "body": response.body, "more_body": True}
    await connection.send(body)
    await drain(connection.receive)
    await connection.send({"type": "http.response.body", "body": b""})


async def _start(connection: Connection, response: Response) -> None:
    await connection.send(
        {
            "type": "http.response.start",
            "status": response.status,
            "headers": response.raw_headers(),
        }
    )


async def _reset_in_headers(connection: Connection, response: Response) -> None:
    connection.transport.write(f"HTTP/1.1 {response.status} OK\r\ncontent-ty".encode())
    await _reset(connection)


async def _reset_after_headers(connection: Connection, response: Response) -> None:
    await _start(connection, response)
    half = response.body[: len(response.body) // 2]
    await connection.send({"type": "http.response.body", "body": half, "more_body": True})
    await _reset(connection)


async def _close_empty(connection: Connection, response: Response) -> None:  # noqa: ARG001
    connection.transport.close()
    await _gone(connection)


async def _hang(connection: Connection, response: Response) -> None:  # noqa: ARG001
    """Say nothing until the caller gives up, or for a very long time."""
    try:
        await asyncio.wait_for(_gone(connection), HANG_SECONDS)
    except asyncio.TimeoutError:
        await _reset(connection)


async def _drip(connection: Connection, response: Response) -> None:
    await _start(connection, response)
    size = max(1, len(response.body) // DRIP_PIECES)
    for begin in range(0, len(response.body), size):
        piece = response.body[begin : begin + size]
        await connection.send({"type": "http.response.body", "body": piece, "more_body": True})
        await connection.timing.asleep(DRIP_PAUSE)
    await connection.send({"type": "http.response.body", "body": b""})


async def _reset(connection: Connection) -> None:
    """Close with RST: the caller sees "connection reset by peer"."""
    transport = connection.transport
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _gone(connection)


async def _gone(connection: Connection) -> None:
    """Wait until the server knows that the connection is closed, so that it expects no answer."""
    while (await connection.receive())["type"] != "http.disconnect":
        pass


Fault: TypeAlias = Callable[[Connection, Response], Awaitable[None]]
FAULTS: dict[str, Fault] = {
    "dryp": _drip,
    "haeng": _hang,
    "luk-tom": _close_empty,
    "nulstil-efter-headers": _reset_after_headers,
    "nulstil-foer-headers": lambda connection, _: _reset(connection),
    "nulstil-i-headers": _reset_in_headers,
}
UNSENT = frozenset({"haeng", "luk-tom", "nulstil-foer-headers"})
"""The faults by which the caller gets not even a status."""
