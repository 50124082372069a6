"""One address of the control API: guard, method, body, and errors as JSON."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sf1472.data.fixtures import convert
from sf1472.errors import DataError, KitError
from sf1472_stub.admin.admission import admit
from sf1472_stub.admin.problem import JSON, Problem
from sf1472_stub.guard import Guard

MAX_BODY = 1024 * 1024
BODY = "krop"  # where a problem is that concerns the body as a whole
_T = TypeVar("_T")
log = logging.getLogger("sf1472_stub")


@dataclass(frozen=True)
class ControlCall:
    """One call of the control API."""

    request: Request
    body: bytes

    def name(self, parameter: str) -> str:
        """Return a parameter of the path."""
        return str(self.request.path_params[parameter])

    def query(self, kind: type[_T]) -> _T:
        """Return the query as `kind`. Raises Problem for names and values it does not know."""
        pairs = self.request.query_params.multi_items()
        values = dict(pairs)
        if len(values) != len(pairs):
            raise Problem(400, "en parameter står der to gange", self.request.url.path)
        return _converted(values, kind, self.request.url.path, strict=False)

    def content(self, kind: type[_T], default: _T | None = None) -> _T:
        """Return the body as `kind`, `default` when it is empty. Raises Problem."""
        if not self.body and default is not None:
            return default
        return _converted(self.decoded(), kind, BODY)

    def decoded(self) -> Any:
        """Return the body's JSON. Raises Problem."""
        if not self.body:
            raise Problem(400, "mangler; skriv JSON", BODY)
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Problem(400, "er ikke gyldig JSON i UTF-8", BODY) from error


Handler: TypeAlias = Callable[[ControlCall], Awaitable[Response]]


class Resource:
    """Answers at one path. `handlers` by method; HEAD is answered as GET."""

    def __init__(self, guard: Guard, **handlers: Handler) -> None:
        self._guard = guard
        self.handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Problem as problem:
            response = problem.response()
        except KitError as error:  # the journal's database is gone
            response = Problem(503, str(error), request.url.path).response()
        except ClientDisconnect:
            log.info("kalderen afbrød, før anmodningen var hel")
            return
        except Exception as error:
            response = _unexpected(error, request.url.path).response()
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        admit(self._guard, request)
        method = "GET" if request.method == "HEAD" else request.method
        handler = self._handler(method, request.url.path)
        body = b"" if method == "GET" else await _body(request)
        return await handler(ControlCall(request, body))

    def _handler(self, method: str, path: str) -> Handler:
        if not self.handlers:
            raise Problem(404, "Adressen findes ikke; se dem alle på /__admin/openapi.json", path)
        if method not in self.handlers:
            allowed = ", ".join(self.handlers)
            text = f"Metoden kan ikke bruges her; brug {allowed}"
            raise Problem(405, text, path, {"Allow": allowed})
        return self.handlers[method]


def _unexpected(error: Exception, path: str) -> Problem:
    """Log where `error` arose, never its text, which may hold what the caller sent."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("Intern fejl i styringen: %s\n%s", type(error).__name__, where)
    return Problem(500, "Intern fejl i stubben; se dens log.", path)


async def _body(request: Request) -> bytes:
    """Read the body. Raises Problem when it is too large or not called JSON.

    A web page can send other media types to any address without asking first.
    """
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MAX_BODY:
            raise Problem(413, f"er større end {MAX_BODY} bytes", BODY)
    media = request.headers.get("content-type")
    kind = (media or "").partition(";")[0].strip().lower()
    if kind != JSON and (content or media is not None):
        raise Problem(415, f"skal være {JSON}", "Content-Type")
    return bytes(content)


def _converted(value: Any, kind: type[_T], where: str, *, strict: bool = True) -> _T:
    try:
        return convert(where, value, kind, strict=strict)
    except DataError as error:
        raise Problem(400, error.problem, error.element or where) from error
