"""A served WSDL: its closure of imports, its schemas compiled, and what it describes.

Read for judging, so several services, bindings and SOAP versions side by side are fine (WSDL 1.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from lxml import etree

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive

WSDL = "http://schemas.xmlsoap.org/wsdl/"
XSD = "http://www.w3.org/2001/XMLSchema"
BINDINGS = {
    "http://schemas.xmlsoap.org/wsdl/soap/": "1.1",
    "http://schemas.xmlsoap.org/wsdl/soap12/": "1.2",
}
_REFERENCES = {
    f"{{{WSDL}}}import": "location",
    f"{{{XSD}}}import": "schemaLocation",
    f"{{{XSD}}}include": "schemaLocation",
    f"{{{XSD}}}redefine": "schemaLocation",
}
LARGEST_CLOSURE = 500  # documents


class Description(NamedTuple):
    """One bound operation: its name, SOAP version and action, and the two root elements."""

    operation: str
    version: str
    action: str
    request_root: str
    answer_root: str

    def __str__(self) -> str:
        """Name all of it, for a report."""
        return ", ".join((self.operation, f"SOAP {self.version}", *self[2:]))


@dataclass
class Closure:
    """The documents reachable from a WSDL, by address; `entry` is the WSDL's own exchange."""

    entry: Exchange
    documents: dict[str, etree._Element] = field(default_factory=dict)
    compiled: dict[tuple[str, ...], etree.XMLSchema] = field(default_factory=dict)

    @property
    def wsdls(self) -> list[etree._Element]:
        """The WSDL documents."""
        return [root for root in self.documents.values() if root.tag == f"{{{WSDL}}}definitions"]


def fetch_entry(subject: Subject) -> tuple[Exchange, etree._Element]:
    """Fetch `?wsdl`. Raises Fails when it gives no WSDL 1.1 document."""
    exchange = asking.get(subject, f"{subject.settings.url}?wsdl")
    if exchange.response is None:
        raise Fails("no_response", Finding(exchange), problem=exchange.error)
    if exchange.status != 200:
        found = str(exchange.status)
        raise Fails("wrong_status", Finding(exchange, expected="200", found=found))
    root = _document(exchange)
    if root.tag != f"{{{WSDL}}}definitions":
        raise Fails("no_wsdl", Finding(exchange, expected="wsdl:definitions", found=str(root.tag)))
    return exchange, root


@lru_cache(maxsize=4)
def fetch_closure(subject: Subject) -> Closure:
    """Fetch the WSDL and all it imports. Raises Fails for a document that cannot be had."""
    exchange, root = fetch_entry(subject)
    closure = Closure(exchange, {exchange.call.url: root})
    waiting = [exchange.call.url]
    while waiting:
        for url in _references(closure.documents[waiting.pop()], exchange):
            if url not in closure.documents:
                closure.documents[url] = _fetch(subject, url, exchange)
                waiting.append(url)
        if len(closure.documents) > LARGEST_CLOSURE:
            raise Fails("closure_too_large", Finding(exchange), limit=LARGEST_CLOSURE)
    return closure


def compile_schemas(closure: Closure, roots: tuple[str, ...] = ()) -> etree.XMLSchema:
    """Return every schema in the closure compiled, with `roots` (Clark names) as elements of it.

    Raises Fails with libxml2's first complaint.
    """
    if roots not in closure.compiled:
        closure.compiled[roots] = _compiled(closure, roots)
    return closure.compiled[roots]


def _compiled(closure: Closure, roots: tuple[str, ...]) -> etree.XMLSchema:
    with TemporaryDirectory(prefix="sf1472-") as folder:
        driver = _Files(closure, Path(folder)).write(roots)
        try:
            return etree.XMLSchema(etree.parse(str(driver)))
        except etree.XMLSchemaParseError as error:
            first = error.error_log[0].message if len(error.error_log) else str(error)
            raise Fails("schema_broken", Finding(closure.entry, found=first)) from error


def descriptions(closure: Closure) -> list[Description]:
    """Return every operation that a SOAP binding in the closure describes."""
    return [found for root in closure.wsdls for found in _bound(root, closure)]


def _references(root: etree._Element, entry: Exchange) -> Iterator[str]:
    base = root.base or entry.call.url
    for element in root.iter(*_REFERENCES):
        location = element.get(_REFERENCES[str(element.tag)])
        if location:
            yield urldefrag(urljoin(base, location)).url


def _fetch(subject: Subject, url: str, entry: Exchange) -> etree._Element:
    if not subject.transport.allows(url):
        raise Inconclusive("import_elsewhere", Finding(entry, found=url), url=url)
    exchange = asking.get(subject, url)
    if exchange.status != 200:
        found = exchange.error or str(exchange.status)
        raise Fails("import_missing", Finding(exchange, expected="200", found=found), url=url)
    return _document(exchange)


def _document(exchange: Exchange) -> etree._Element:
    try:
        root = soap.parse(exchange.body)
    except soap.SoapError as error:
        finding = Finding(exchange, line=error.line, found=error.problem)
        raise Fails("not_xml", finding, url=exchange.call.url) from error
    root.getroottree().docinfo.URL = exchange.call.url
    return root


class _Files:
    """Writes the closure's schemas to a folder, references rewritten, ready for libxml2."""

    def __init__(self, closure: Closure, folder: Path) -> None:
        self.closure = closure
        self.folder = folder
        self.names = {url: f"d{n}.xsd" for n, url in enumerate(closure.documents)}
        self.wrappers: dict[str, str] = {}

    def write(self, roots: tuple[str, ...]) -> Path:
        """Write all files and return a driver that imports every schema and refers to `roots`."""
        by_namespace: dict[str, list[str]] = {}
        for url, root in self.closure.documents.items():
            if root.tag == f"{{{XSD}}}schema":
                self._save(root, url, self.names[url])
            for number, schema in enumerate(root.iterfind(f"{{{WSDL}}}types/{{{XSD}}}schema")):
                name = f"i{number}-{self.names[url]}"
                self._save(schema, url, name)
                by_namespace.setdefault(schema.get("targetNamespace", ""), []).append(name)
        return self._driver(by_namespace, roots)

    def _save(self, schema: etree._Element, url: str, name: str) -> None:
        tree = etree.ElementTree(etree.fromstring(etree.tostring(schema, with_tail=False)))
        for element in tree.getroot().iterchildren(*_REFERENCES):
            location = element.get("schemaLocation")
            if location:
                target = urldefrag(urljoin(url, location)).url
                element.set("schemaLocation", self.names[target])
            else:
                self._point_inline(element)
        tree.write(str(self.folder / name), encoding="utf-8")

    def _point_inline(self, element: etree._Element) -> None:
        """Point an import without location at the schemas inside the WSDL itself."""
        element.set("schemaLocation", self._wrapper(element.get("namespace", "")))

    def _wrapper(self, namespace: str) -> str:
        return self.wrappers.setdefault(namespace, f"n{len(self.wrappers)}.xsd")

    def _driver(self, by_namespace: dict[str, list[str]], roots: tuple[str, ...]) -> Path:
        driver = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
        for namespace, names in by_namespace.items():
            wrapper = etree.Element(f"{{{XSD}}}schema", nsmap={"xs": XSD})
            if namespace:
                wrapper.set("targetNamespace", namespace)
            for name in names:
                etree.SubElement(wrapper, f"{{{XSD}}}include", schemaLocation=name)
            self._write(wrapper, self._wrapper(namespace))
            reference = etree.SubElement(driver, f"{{{XSD}}}import")
            reference.set("schemaLocation", self._wrapper(namespace))
            if namespace:
                reference.set("namespace", namespace)
        for number, root in enumerate(roots):
            _refer(driver, root, number)
        return self._write(driver, "driver.xsd")

    def _write(self, schema: etree._Element, name: str) -> Path:
        file = self.folder / name
        etree.ElementTree(schema).write(str(file), encoding="utf-8")
        return file


def _refer(driver: etree._Element, root: str, number: int) -> None:
    """Add a type to the driver that only compiles when the element `root` is declared."""
    name = etree.QName(root)
    kind = etree.SubElement(driver, f"{{{XSD}}}complexType", name=f"probe{number}")
    sequence = etree.SubElement(kind, f"{{{XSD}}}sequence")
    nsmap = {"r": name.namespace or ""}
    etree.SubElement(sequence, f"{{{XSD}}}element", ref=f"r:{name.localname}", nsmap=nsmap)


def _bound(root: etree._Element, closure: Closure) -> Iterator[Description]:
    for binding in root.iterfind(f"{{{WSDL}}}binding"):
        port_type = _named(closure, "portType", binding.get("type", ""))
        for operation in binding.iterfind(f"{{{WSDL}}}operation"):
            for namespace, version in BINDINGS.items():
                bound = operation.find(f"{{{namespace}}}operation")
                if bound is None or port_type is None:
                    continue
                name = operation.get("name", "")
                abstract = port_type.find(f"{{{WSDL}}}operation[@name='{name}']")
                roots = [_element(closure, abstract, way) for way in ("input", "output")]
                yield Description(name, version, bound.get("soapAction", ""), *roots)


def _named(closure: Closure, kind: str, reference: str) -> etree._Element | None:
    name = reference.rpartition(":")[2]
    found = (e for w in closure.wsdls for e in w.iterfind(f"{{{WSDL}}}{kind}"))
    return next((e for e in found if e.get("name") == name), None)


def _element(closure: Closure, operation: etree._Element | None, way: str) -> str:
    """Follow operation → message → part to a root element; empty when the trail ends."""
    end = None if operation is None else operation.find(f"{{{WSDL}}}{way}")
    message = None if end is None else _named(closure, "message", end.get("message", ""))
    part = None if message is None else message.find(f"{{{WSDL}}}part")
    reference = "" if part is None else part.get("element", "")
    prefix, _, local = reference.rpartition(":")
    namespace = part.nsmap.get(prefix or None, "") if part is not None else ""
    return f"{{{namespace}}}{local}" if local else ""
