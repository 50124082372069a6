"""Bounds a call as a whole, whatever it is waiting for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx

from sf1472.timing import SYSTEM, Timing


class Deadline:
    """Cuts the connection that a call uses when `seconds` have gone since the call began.

    httpx bounds each wait and not their sum, so a provider that sends a byte now and then would
    hold a call for ever. Use it as a context around one call at a time, and give httpx `trace`, by
    which the newest connection is known. A call that was cut ends with httpx.ReadTimeout.
    """

    def __init__(self, seconds: float, timing: Timing = SYSTEM) -> None:
        self._timing = timing
        self._seconds = seconds
        self._until: float | None = None  # of the call under way, on the monotonic clock
        self._passed = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watch: threading.Thread | None = None

    def __enter__(self) -> Deadline:
        if self._watch is None:
            self._watch = threading.Thread(target=self._run, daemon=True)
            self._watch.start()
        with self._lock:
            self._passed, self._until = False, self._timing.monotonic() + self._seconds
        return self

    def __exit__(self, _: object, problem: BaseException | None, __: object) -> None:
        with self._lock:
            self._until = None
        cut = problem is None or isinstance(problem, httpx.NetworkError | httpx.ProtocolError)
        if self._passed and cut:
            raise httpx.ReadTimeout(f"not complete after {self._seconds:g} s") from problem

    def close(self) -> None:
        """End the watch."""
        self._closed.set()
        if self._watch is not None:
            self._watch.join()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note each new connection; it is httpcore's extension of the same name."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self._passed:
                self._cut()

    def _run(self) -> None:
        """Sleep until the time may be up: no call that begins meanwhile has less left."""
        pause = self._seconds
        while not self._closed.wait(pause):
            with self._lock:
                left = (
                    self._until - self._timing.monotonic()
                    if self._until is not None
                    else self._seconds
                )
                if left <= 0 and not self._passed:
                    self._passed = True
                    self._cut()
                pause = left if left > 0 else self._seconds

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it was closed already
                # the plain socket's own method: TLS has no time for its goodbye
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
