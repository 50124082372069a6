"""The stub on a socket: uvicorn in the foreground for people, in a thread for tests."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from sf1472.errors import KitError
from sf1472_stub.app import Stub
from sf1472_stub.http.protocol import Protocol

GRACE = 2  # seconds that open calls get when the stub is told to end
# seconds that an idle connection is kept: longer than clients keep theirs (.NET 60), so that it is
# the client that closes, and never the stub just as the next call is sent
IDLE = 75


class _Server(uvicorn.Server):
    """A uvicorn server that tells when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()


class StubServer:
    """One stub on one address. The socket is bound at once, so `url` is true from the start.

    Parameters: `port` 0 takes a free one. Raises KitError when the address cannot be had.
    """

    def __init__(self, stub: Stub, host: str = "127.0.0.1", port: int = 0) -> None:
        self.stub = stub
        self._socket = _bind(host, port)
        self.port: int = self._socket.getsockname()[1]
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        shown = f"[{shown}]" if ":" in shown else shown
        self.base_url = f"http://{shown}:{self.port}"
        self.url = f"{self.base_url}{stub.path}"

    def run(self, listening: Callable[[], None] = lambda: None) -> None:
        """Serve until SIGINT or SIGTERM; call `listening` when calls are taken."""
        for name in (signal.SIGINT, signal.SIGTERM):
            # uvicorn raises the signal again when it has ended: then it has done its work
            signal.signal(name, lambda *_: None)
        self._server(listening).run(sockets=[self._socket])
        self.stub.journal.close()

    @contextmanager
    def running(self) -> Iterator[StubServer]:
        """Serve in a thread while the block runs."""
        ready = threading.Event()
        server = self._server(ready.set)
        thread = threading.Thread(target=server.run, args=([self._socket],), daemon=True)
        thread.start()
        try:
            if not ready.wait(10):
                raise KitError("Stubben kom ikke i gang inden for ti sekunder")
            yield self
        finally:
            server.should_exit = True
            thread.join(10)
            self._socket.close()
            self.stub.journal.close()

    def _server(self, listening: Callable[[], None]) -> _Server:
        config = uvicorn.Config(
            self.stub.app,
            http=Protocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            timeout_keep_alive=IDLE,
        )
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        return _Server(config, listening)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise KitError(
            f"Adressen {host}:{port} kan ikke bruges ({error.strerror}). "
            "Vælg en anden port med --port; 0 tager en ledig."
        ) from error
    return bound
