"""The stub with modifiers over real HTTP, and plans for runs against it."""
# ruff: noqa: D102 - methods are named after what they take

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sf1472.contract import Contract
from sf1472_conformance.plan.plan import Plan
from sf1472_conformance.plan.settings import Settings

from .stubbed import Heard, Reply, Stubbed

PATH = "/service/KontrolsagListeHentService"


class Server(ThreadingHTTPServer):
    """An HTTP server that says nothing of callers that break off."""

    def handle_error(self, *caller: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(*caller)


@contextmanager
def running(
    handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Run a server on a free port of 127.0.0.1 and give the port."""
    server = Server(("127.0.0.1", 0), handler)
    if tls is not None:  # the handshake is made by the thread of the call
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def plan(address: str, settings: Settings, contract: Contract, **parts: Any) -> Plan:
    """Return a plan for a provider at an address."""
    return Plan(replace(settings, url=address), str(contract.folder), **parts)


@contextmanager
def served(provider: Stubbed, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve a provider on a free port and give its address."""
    scheme = "http" if tls is None else "https"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            url = f"{scheme}://{headers['host']}{self.path}"
            self._send(provider.handler(Heard(self.command, url, headers, body)))

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    with running(Handler, tls) as port:
        yield f"{scheme}://127.0.0.1:{port}{PATH}"
