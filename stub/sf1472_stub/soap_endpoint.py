"""The SOAP address over HTTP: what may come in, and how answers go out (ASGI)."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from email.message import Message
from typing import Any, TypeAlias

from sf1472_stub.documents import Documents
from sf1472_stub.envelope import BY_MEDIA_TYPE, SoapVersion
from sf1472_stub.faults import SoapFault
from sf1472_stub.shell import SoapAnswer, SoapRequest, SoapShell

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 1024 * 1024
DRAIN_SECONDS = 1.0
CHARSETS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"})
log = logging.getLogger("sf1472_stub")


class Disconnected(Exception):  # noqa: N818 - a fact about the caller, not an error of ours
    """The caller went away before the request was whole."""


class SoapEndpoint:
    """The service's address: POST is a call, GET with `?wsdl` the contract, all else is refused.

    `files_path` is the path under which the contract's files are served.
    """

    def __init__(self, shell: SoapShell, documents: Documents, files_path: str) -> None:
        self._shell = shell
        self._documents = documents
        self._files_path = files_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        method = scope["method"]
        if method in ("GET", "HEAD") and _asks_for_wsdl(scope["query_string"]):
            await self._send_wsdl(scope, send)
        elif method == "POST":
            await self._call(scope, receive, send)
        else:
            answer = self._shell.refuse(SoapFault("METODE"), None)
            await send_answer(send, answer, (b"allow", b"POST"), with_body=method != "HEAD")

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        headers = dict(scope["headers"])
        version = None
        try:
            version, charset = _content_type(headers.get(b"content-type", b""))
            body = await _body(headers, receive)
            answer = self._shell.call(SoapRequest(body, version, charset))
        except SoapFault as fault:
            await self._refuse(self._shell.refuse(fault, version), receive, send)
            return
        except Disconnected:
            log.info("kalderen afbrød, før anmodningen var hel")
            return
        await send_answer(send, answer)
        _log(answer, (time.perf_counter() - begun) * 1000)

    async def _refuse(self, answer: SoapAnswer, receive: Receive, send: Send) -> None:
        """Answer before the body is read; then let a caller who is still sending finish.

        A caller cut off while it sends sees a reset connection instead of the fault.
        """
        headers = _headers(answer.version.content_type.encode(), answer.body)
        headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await _drain(receive)
        await send({"type": "http.response.body", "body": b""})
        _log(answer, 0.0)

    async def _send_wsdl(self, scope: Scope, send: Send) -> None:
        base = base_url(scope)
        content = self._documents.wsdl(f"{base}{scope['path']}", f"{base}{self._files_path}")
        with_body = scope["method"] != "HEAD"
        await _send(send, 200, b"text/xml; charset=utf-8", content, with_body=with_body)


async def send_answer(
    send: Send, answer: SoapAnswer, *extra: tuple[bytes, bytes], with_body: bool = True
) -> None:
    """Send one SOAP answer with further headers."""
    content_type = answer.version.content_type.encode()
    await _send(send, answer.status, content_type, answer.body, *extra, with_body=with_body)


async def _send(
    send: Send,
    status: int,
    content_type: bytes,
    body: bytes,
    *extra: tuple[bytes, bytes],
    with_body: bool = True,
) -> None:
    headers = [*_headers(content_type, body), *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if with_body else b""})


def _headers(content_type: bytes, body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]


def _log(answer: SoapAnswer, milliseconds: float) -> None:
    outcome = answer.fault or "svar"
    log.info("SOAP %s  %d  %s  %.1f ms", answer.version.name, answer.status, outcome, milliseconds)


def base_url(scope: Scope) -> str:
    """Return scheme, host and port as the caller wrote them, or as the server knows them."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    if not re.fullmatch(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?", host):
        host = "{}:{}".format(*scope["server"])
    return f"{scope['scheme']}://{host}"


def _asks_for_wsdl(query: bytes) -> bool:
    return query.lower().split(b"=")[0] == b"wsdl"


def _content_type(header: bytes) -> tuple[SoapVersion, str | None]:
    """Return the SOAP version and the charset that a Content-Type names. Raises SoapFault (415)."""
    message = Message()
    message["content-type"] = header.decode("latin-1")
    version = BY_MEDIA_TYPE.get(message.get_content_type()) if header else None
    if version is None:
        raise SoapFault("INDHOLDSTYPE")
    charset = message.get_content_charset()
    if charset is not None and charset not in CHARSETS:
        raise SoapFault("TEGNSAET", version=version)
    return version, charset


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """Read the whole body. Raises SoapFault (413, 415) or Disconnected."""
    if headers.get(b"content-encoding", b"identity").strip().lower() not in (b"identity", b""):
        raise SoapFault("KOMPRIMERET")
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > MAX_BODY:
        raise SoapFault("FOR_STOR", graense=MAX_BODY)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            raise SoapFault("FOR_STOR", graense=MAX_BODY)
        if not message.get("more_body", False):
            return b"".join(parts)


async def _drain(receive: Receive) -> None:
    """Read and forget what a refused caller still sends, within bounds of size and time."""
    size = 0
    while size < 64 * MAX_BODY:
        try:
            message = await asyncio.wait_for(receive(), DRAIN_SECONDS)
        except asyncio.TimeoutError:
            return
        size += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
