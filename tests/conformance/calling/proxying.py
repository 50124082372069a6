"""A small HTTP proxy, the only way to a provider whose host name does not exist."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from ..served import running

HOST = "udbyder.invalid"  # RFC 6761: it resolves nowhere, so nothing gets past the proxy


@dataclass
class Proxy:
    """A running proxy: its address, and the calls and tunnels that it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


class ProxyHandler(BaseHTTPRequestHandler):
    """Forwards calls, and tunnels, to `udbyder.invalid`, and notes them."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    proxy: Proxy
    password: str | None

    def do_CONNECT(self) -> None:
        """Open a tunnel, which TLS goes through."""
        if self._admitted():
            with self._connected(self.path) as target:
                self.send_response(200)
                self.end_headers()
                self.wfile.flush()
                _pipe(self.connection, target)
        self.close_connection = True

    def do_GET(self) -> None:
        """Pass a call on; its target is a whole address."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._admitted():
            self._forward(body)

    do_POST = do_PUT = do_GET  # noqa: N815

    def _admitted(self) -> bool:
        self.proxy.asked.append(f"{self.command} {self.path}")
        if self.password is None or "Proxy-Authorization" in self.headers:
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _connected(self, authority: str) -> socket.socket:
        host, _, port = authority.partition(":")
        assert host == HOST
        return socket.create_connection(("127.0.0.1", int(port)))

    def _forward(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        there = HTTPConnection("127.0.0.1", parts.port or 80)
        there.sock = self._connected(parts.netloc)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        there.request(self.command, path, body, dict(self.headers.items()))
        answer = there.getresponse()
        content = answer.read()
        there.close()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.headers["Content-Type"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def proxied(password: str | None = None) -> Iterator[Proxy]:
    """Run a proxy that takes `udbyder.invalid` for this machine.

    With a password it wants `Proxy-Authorization`, whatever it says, and refuses with 407.
    """
    proxy = Proxy("")
    handler = type("Handler", (ProxyHandler,), {"proxy": proxy, "password": password})
    with running(handler) as port:
        proxy.url = f"http://127.0.0.1:{port}"
        yield proxy


def _pipe(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes both ways until one side ends."""
    other_of = {one: other, other: one}
    while True:
        for ready in select.select(list(other_of), [], [])[0]:
            data = ready.recv(65_536)
            if not data:
                return
            other_of[ready].sendall(data)
