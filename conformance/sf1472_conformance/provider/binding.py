"""What a served WSDL's bindings, messages and ports say, as WSDL 1.1 and WS-I ask of them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from sf1472.errors import KitError
from sf1472_conformance.calling.transport import origin
from sf1472_conformance.provider.wsdl import BINDINGS, WSDL, Closure


def addresses(closure: Closure) -> list[str]:
    """Return the address of every SOAP port."""
    return [
        address.get("location", "")
        for root in closure.wsdls
        for namespace in BINDINGS
        for address in root.iterfind(f"{{{WSDL}}}service/{{{WSDL}}}port/{{{namespace}}}address")
    ]


def same_address(url: str) -> str:
    """Return an address in the one form of all ways to write it (RFC 3986, 6.2.2.1 and 6.2.3).

    What is no address is returned as it stands.
    """
    try:
        scheme, host, port = origin(url)
    except KitError:
        return url
    return urlsplit(url)._replace(scheme=scheme, netloc=f"{host}:{port}").geturl()


def misbound(closure: Closure) -> Iterator[str]:
    """Yield what is not document/literal over HTTP in the SOAP bindings, in words."""
    for root in closure.wsdls:
        for binding in root.iterfind(f"{{{WSDL}}}binding"):
            for namespace in BINDINGS:
                head = binding.find(f"{{{namespace}}}binding")
                if head is not None:
                    yield from _misbound(binding, head, namespace)


def parts_without_element(closure: Closure) -> Iterator[str]:
    """Yield the names of messages that do not have one part naming an element."""
    for root in closure.wsdls:
        for message in root.iterfind(f"{{{WSDL}}}message"):
            parts = message.findall(f"{{{WSDL}}}part")
            if len(parts) != 1 or not parts[0].get("element"):
                yield message.get("name", "?")


def _misbound(binding: etree._Element, head: etree._Element, namespace: str) -> Iterator[str]:
    # SOAP 1.2 bindings are seen with either address of HTTP, though BP 2.0 (R2702) has one only
    if (head.get("transport") or "").rstrip("/").rpartition("/")[2].lower() != "http":
        yield f"transport={head.get('transport')}"
    for operation in binding.iterfind(f"{{{WSDL}}}operation"):
        bound = operation.find(f"{{{namespace}}}operation")
        own = bound.get("style") if bound is not None else None
        style = own or head.get("style", "document")
        if style != "document":
            yield f"style={style}"
        for body in operation.iterfind(f"*/{{{namespace}}}body"):
            if body.get("use", "literal") != "literal":
                yield f"use={body.get('use')}"
