"""The contract's XSD as a judge: one compiled schema per thread, errors as objects."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sf1472.contract.xml import parse_file
from sf1472.errors import ContractError

XSD = "http://www.w3.org/2001/XMLSchema"


@dataclass(frozen=True)
class SchemaError:
    """One breach of the schema.

    `xpath` is absolute from the validated element and uses the profile's prefixes; `line` is
    1-based in the parsed document; `element` the local name; `rule` libxml2's name of the broken
    constraint; `expected` what the schema allows; `found` what stood there. `found` may hold what
    a caller sent, personal data included: mask it before it is shown.
    """

    xpath: str
    line: int
    element: str
    rule: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Say where and what was expected, without what was found."""
        return f"{self.xpath} (linje {self.line}): forventet {self.expected}"


class Schema:
    """The XSD rooted in `file`. Safe to share between threads: each gets its own compiled copy.

    (libxml2's error log belongs to the compiled schema, so two threads sharing one would read
    each other's errors.) Raises ContractError when the XSD does not compile.
    """

    def __init__(self, file: Path, namespaces: Mapping[str, str]) -> None:
        self.file = file
        self._prefixes = {uri: prefix for prefix, uri in namespaces.items()}
        self._local = threading.local()
        self._compiled()

    def is_valid(self, element: etree._Element) -> bool:
        """Say whether `element`, taken as a document's root, is valid."""
        return bool(self._compiled().validate(element))

    def errors(self, element: etree._Element) -> tuple[SchemaError, ...]:
        """Return every breach in `element`, in document order; empty when it is valid."""
        schema = self._compiled()
        if schema.validate(element):
            return ()
        return _translate(element, schema.error_log, self._prefixes)

    def _compiled(self) -> etree.XMLSchema:
        schema: etree.XMLSchema | None = getattr(self._local, "schema", None)
        if schema is None:
            schema = self._local.schema = self._compile()
        return schema

    def _compile(self) -> etree.XMLSchema:
        try:
            return etree.XMLSchema(parse_file(self.file))
        except etree.XMLSchemaParseError as error:
            first = error.error_log[0] if len(error.error_log) else None
            raise ContractError(
                first.filename if first is not None and first.filename else self.file,
                f"XSD'en kan ikke bruges: {first.message if first is not None else error}",
                line=first.line if first is not None else None,
            ) from error


_NOT_EXPECTED = re.compile(
    r"This element is not expected\.(?: Expected is(?: one of)? \( (.*) \)\.)?"
)
_MISSING = re.compile(r"Missing child element\(s\)\. Expected is(?: one of)? \( (.*) \)\.")
_FACET = re.compile(r"\[facet '(\w+)'\] (?:The value '(.*?)' )?(.*)", re.DOTALL)
_TYPE = re.compile(
    r"'(.*)' is not a valid value of (?:the|an?) .*?'(?:\{.*\})?(?:xs:)?(\w+)'", re.DOTALL
)
_CLARK = re.compile(r"\{[^}]*\}")
_LITERAL = re.compile(r"'([^']*)'")


def _translate(
    root: etree._Element, log: etree._ListErrorLog, prefixes: Mapping[str, str]
) -> tuple[SchemaError, ...]:
    """Make objects of libxml2's log; "not a valid value" after a facet is that facet's echo."""
    found: list[SchemaError] = []
    for entry in log:
        message = entry.message.partition(": ")[2] or entry.message
        node = _node(root, entry.path)
        xpath = _xpath(node, root, prefixes) if node is not None else (entry.path or "/")
        echo = found and found[-1].xpath == xpath and found[-1].rule.startswith("SCHEMAV_CVC_")
        if echo and entry.type_name == "SCHEMAV_CVC_DATATYPE_VALID_1_2_1":
            continue
        name = etree.QName(node).localname if node is not None else ""
        expected, value = _reading(message, name)
        found.append(SchemaError(xpath, entry.line, name, entry.type_name, expected, value))
    return tuple(found)


def _reading(message: str, name: str) -> tuple[str, str]:
    """Split one libxml2 message into (expected, found)."""
    if match := _NOT_EXPECTED.search(message):
        return _names(match[1]) if match[1] else "ikke flere elementer her", f"<{name}>"
    if match := _MISSING.search(message):
        return _names(match[1]), "intet"
    if match := _FACET.search(message):
        return _facet(match[1], match[3]), match[2] or ""
    if match := _TYPE.search(message):
        return f"en værdi af typen {match[2]}", match[1]
    return _CLARK.sub("", message), ""


def _names(text: str) -> str:
    names = [f"<{_CLARK.sub('', name).strip()}>" for name in text.split(",")]
    return " eller ".join(names)


def _facet(facet: str, rest: str) -> str:
    """Say in Danish what a facet allows."""
    limit = (_LITERAL.findall(rest) or [rest])[-1]
    words = {
        "pattern": f"en værdi efter mønstret {limit}",
        "enumeration": "en af værdierne " + ", ".join(_LITERAL.findall(rest)),
        "maxLength": f"højst {limit} tegn",
        "minLength": f"mindst {limit} tegn",
        "length": f"præcis {limit} tegn",
    }
    return words.get(facet, f"{facet} {limit}")


def _node(root: etree._Element, path: str | None) -> etree._Element | None:
    """Find the element that libxml2's own path points at; None when it cannot be told."""
    if not path:
        return None
    namespaces = {p: uri for e in root.iter("*") for p, uri in e.nsmap.items() if p}
    lone = etree.ElementTree(root)
    try:
        hits = lone.xpath(path.split("/@")[0], namespaces=namespaces)
    except etree.XPathError:
        return None
    return (
        hits[0] if isinstance(hits, list) and hits and isinstance(hits[0], etree._Element) else None
    )


def _xpath(node: etree._Element, root: etree._Element, prefixes: Mapping[str, str]) -> str:
    """Write an absolute XPath from `root` to `node` with the profile's prefixes."""
    steps: list[str] = []
    element: etree._Element | None = node
    while element is not None:
        steps.append(_step(element, prefixes, element is root))
        if element is root:
            break
        element = element.getparent()
    return "/" + "/".join(reversed(steps))


def _step(element: etree._Element, prefixes: Mapping[str, str], is_root: bool) -> str:
    name = etree.QName(element)
    prefix = prefixes.get(name.namespace or "")
    step = f"{prefix}:{name.localname}" if prefix else f"*[local-name()='{name.localname}']"
    parent = None if is_root else element.getparent()
    if parent is None:
        return step
    same = [e for e in parent if e.tag == element.tag]
    return f"{step}[{same.index(element) + 1}]" if len(same) > 1 else step
