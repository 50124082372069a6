"""Reading a SOAP request off HTTP: media type, charset, size."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from email.message import Message
from typing import Any, TypeAlias

from sf1472_stub.soap.envelope import BY_MEDIA_TYPE, SoapVersion
from sf1472_stub.soap.faults import SoapFault

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_BODY = 1024 * 1024
DRAIN_SECONDS = 1.0
CHARSETS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"})


class Disconnected(Exception):  # noqa: N818 - a fact about the caller, not an error of ours
    """The caller went away before the request was whole."""


def read_content_type(header: bytes) -> tuple[SoapVersion, str | None]:
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


async def read_body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
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


async def drain(receive: Receive) -> None:
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
