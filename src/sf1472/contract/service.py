"""What the WSDL says about the service: names, soapAction, SOAP version, address, root elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from sf1472.contract.xml import parse_file
from sf1472.errors import ContractError

WSDL = "http://schemas.xmlsoap.org/wsdl/"
METADATA = "http://www.w3.org/2007/05/addressing/metadata"
SOAP_BINDINGS = {
    "http://schemas.xmlsoap.org/wsdl/soap/": "1.1",
    "http://schemas.xmlsoap.org/wsdl/soap12/": "1.2",
}


@dataclass(frozen=True)
class ServiceDescription:
    """The one service of a contract, as its WSDL describes it.

    `request_root` and `answer_root` are qualified names in Clark notation; `path` is the path
    part of the published address; `soap_version` is "1.1" or "1.2" (the binding's own);
    `answer_action` is the answer's WS-Addressing action.
    """

    name: str
    namespace: str
    operation: str
    soap_action: str
    answer_action: str
    soap_version: str
    path: str
    request_root: str
    answer_root: str


def read_service(wsdl: Path) -> ServiceDescription:
    """Read the service in `wsdl` and its imports (WSDL 1.1, document/literal, one operation).

    Raises ContractError naming the file and the element that is missing.
    """
    documents = list(_documents(wsdl, set()))
    service = _one(documents, "service", wsdl)
    address = next((e for e in service.iter() if _local(e) == "address"), None)
    if address is None:
        raise ContractError(wsdl, "tjenesten har ingen adresse", element="service")
    operation = _only(
        _one(documents, "portType", wsdl).findall(f"{{{WSDL}}}operation"), "operation", wsdl
    )
    version, action = _binding(_one(documents, "binding", wsdl), wsdl)
    return ServiceDescription(
        name=service.get("name", ""),
        namespace=service.getroottree().getroot().get("targetNamespace", ""),
        operation=operation.get("name", ""),
        soap_action=action,
        answer_action=_answer_action(operation),
        soap_version=version,
        path=urlsplit(address.get("location", "")).path or "/",
        request_root=_root(documents, operation, "input", wsdl),
        answer_root=_root(documents, operation, "output", wsdl),
    )


def _documents(file: Path, seen: set[Path]) -> Iterator[etree._Element]:
    """Yield the WSDL in `file` and, once each, those it imports."""
    file = file.resolve()
    if file in seen:
        return
    seen.add(file)
    root = parse_file(file).getroot()
    yield root
    for item in root.iterfind(f"{{{WSDL}}}import"):
        yield from _documents(file.parent / item.get("location", ""), seen)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _one(documents: list[etree._Element], kind: str, wsdl: Path) -> etree._Element:
    return _only([e for root in documents for e in root.iterfind(f"{{{WSDL}}}{kind}")], kind, wsdl)


def _only(found: list[etree._Element], kind: str, wsdl: Path) -> etree._Element:
    """Return the one element found. Raises ContractError, at the second one if there are more."""
    if len(found) == 1:
        return found[0]
    problem = f"skal beskrive præcis én {kind}, men har {len(found)}"
    if not found:
        raise ContractError(wsdl, problem, element=kind)
    raise ContractError(_file(found[1], wsdl), problem, line=found[1].sourceline, element=kind)


def _file(element: etree._Element, wsdl: Path) -> Path:
    """Return the file in which an element stands."""
    return Path(element.base) if element.base else wsdl


def _binding(binding: etree._Element, wsdl: Path) -> tuple[str, str]:
    """Return SOAP version and soapAction of the binding."""
    for namespace, version in SOAP_BINDINGS.items():
        operation = binding.find(f"{{{WSDL}}}operation/{{{namespace}}}operation")
        if operation is not None:
            return version, operation.get("soapAction", "")
    raise ContractError(wsdl, "bindingen er hverken SOAP 1.1 eller SOAP 1.2", element="binding")


def _answer_action(operation: etree._Element) -> str:
    """Return the action of an operation's answer (WS-Addressing 1.0 - Metadata, 4.4.1 and 4.4.4).

    That is the one the WSDL states, else namespace, portType and the output's name, with slashes.
    """
    output, port_type = operation.find(f"{{{WSDL}}}output"), operation.getparent()
    if output is None or port_type is None:
        return ""
    stated = output.get(f"{{{METADATA}}}Action")
    if stated:
        return stated
    namespace = port_type.getroottree().getroot().get("targetNamespace", "")
    delimiter = ":" if namespace.startswith("urn:") else "/"
    name = output.get("name") or f"{operation.get('name', '')}Response"
    parts = (namespace.removesuffix(delimiter), port_type.get("name", ""), name)
    return delimiter.join(parts)


def _root(
    documents: list[etree._Element], operation: etree._Element, direction: str, wsdl: Path
) -> str:
    """Follow operation → message → part to the root element of one direction."""
    reference = operation.find(f"{{{WSDL}}}{direction}")
    name = "" if reference is None else reference.get("message", "").rpartition(":")[2]
    for root in documents:
        for message in root.iterfind(f"{{{WSDL}}}message[@name='{name}']"):
            part = message.find(f"{{{WSDL}}}part")
            if part is not None and part.get("element"):
                return _qualified(part, wsdl)
    raise ContractError(wsdl, "operationen mangler en besked med et rodelement", element=direction)


def _qualified(part: etree._Element, wsdl: Path) -> str:
    """Return the qualified name in a part's `element`. Raises ContractError for its prefix."""
    prefix, _, local = part.get("element", "").rpartition(":")
    namespace = part.nsmap.get(prefix or None)
    if namespace is None:
        raise ContractError(
            _file(part, wsdl),
            f"præfikset {prefix!r} er ikke erklæret",
            line=part.sourceline,
            element="part",
        )
    return f"{{{namespace}}}{local}"
