"""The contract's XSD as a judge: one compiled schema per thread, errors as objects."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree

from sf1472.contract.xml import parse_file
from sf1472.errors import ContractError

MOST_ERRORS = 100  # breaches that are told of one message

# libxml2's messages hold what the caller sent, so each is read by its rule and anchored at its end.
_EXPECTED = re.compile(r"\. Expected is(?: one of)? \( ([^()]*) \)\.\Z")
_LAST_LITERAL = re.compile(r"'([^']*)'\.?\Z")
_ATTRIBUTE = re.compile(r"\AElement '[^']*', attribute '([^']*)': ")
_TYPE = re.compile(r"type '(?:\{[^}]*\})?(?:xs:)?(\w+)'\.\Z")
_FACETS = {
    "SCHEMAV_CVC_ENUMERATION_VALID": "enumeration",
    "SCHEMAV_CVC_LENGTH_VALID": "length",
    "SCHEMAV_CVC_MAXLENGTH_VALID": "maxLength",
    "SCHEMAV_CVC_MINLENGTH_VALID": "minLength",
    "SCHEMAV_CVC_PATTERN_VALID": "pattern",
}
_OTHER = {
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "kun elementer, ingen tekst",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "ingen andre attributter end kontraktens",
    "SCHEMAV_CVC_ELT_1": "et rodelement fra kontrakten",
    "SCHEMAV_CVC_TYPE_3_1_2": "kun tekst, ingen elementer",
}
_CLARK = re.compile(r"\{[^}]*\}")
_LITERAL = re.compile(r"'([^']*)'")


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

    `tolerated` is an attribute of the root that may break its type without being a breach: the
    model's revision, which says who made a message and not whether it can be read.
    """

    def __init__(
        self, file: Path, namespaces: Mapping[str, str], tolerated: str | None = None
    ) -> None:
        self.file = file
        self._tolerated = tolerated
        self._prefixes = {uri: prefix for prefix, uri in namespaces.items()}
        self._local = threading.local()
        self._compiled()

    def is_valid(self, element: etree._Element) -> bool:
        """Say whether `element`, taken as a document's root, is valid."""
        return not self._log(element)

    def tolerates(self, element: etree._Element) -> bool:
        """Say whether the root `element` breaks its type in the tolerated attribute."""
        schema = self._compiled()
        if self._tolerated is None or element.get(self._tolerated) is None:
            return False
        return not schema.validate(element) and any(map(self._is_tolerated, schema.error_log))

    def errors(self, element: etree._Element) -> tuple[SchemaError, ...]:
        """Return every breach in `element`, in document order; empty when it is valid."""
        return _translate(element, self._log(element), self._prefixes)

    def _log(self, element: etree._Element) -> list[etree._LogEntry]:
        """Return libxml2's log of `element` without what is tolerated."""
        schema = self._compiled()
        if schema.validate(element):
            return []
        return [entry for entry in schema.error_log if not self._is_tolerated(entry)]

    def _is_tolerated(self, entry: etree._LogEntry) -> bool:
        """Say whether an entry is about the tolerated attribute of the root."""
        if entry.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1":  # no such attribute is declared
            return False
        match = _ATTRIBUTE.match(entry.message)
        at_root = (entry.path or "").partition("/@")[0].count("/") == 1
        return match is not None and match[1] == self._tolerated and at_root

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


def _translate(
    root: etree._Element, log: Iterable[etree._LogEntry], prefixes: Mapping[str, str]
) -> tuple[SchemaError, ...]:
    """Make objects of libxml2's log; "not a valid value" after a facet is that facet's echo."""
    found: list[SchemaError] = []
    for entry in log:
        if len(found) == MOST_ERRORS:
            break
        node = _node(root, entry.path)
        xpath = _xpath(node, root, prefixes) if node is not None else (entry.path or "/")
        echo = found and found[-1].xpath == xpath and found[-1].rule.startswith("SCHEMAV_CVC_")
        if echo and entry.type_name == "SCHEMAV_CVC_DATATYPE_VALID_1_2_1":
            continue
        name = etree.QName(node).localname if node is not None else ""
        expected = _expected(entry.type_name, entry.message.rstrip())
        value = _found(entry.type_name, entry.message, node)
        found.append(SchemaError(xpath, entry.line, name, entry.type_name, expected, value))
    return tuple(found)


def _expected(rule: str, message: str) -> str:
    """Say what the schema allows; nothing of what the caller sent may come along."""
    if rule == "SCHEMAV_ELEMENT_CONTENT":
        match = _EXPECTED.search(message)
        return _names(match[1]) if match else "ikke flere elementer her"
    if rule == "SCHEMAV_CVC_ENUMERATION_VALID":
        return _facet("enumeration", message.rpartition("{")[2])
    if rule in _FACETS:
        match = _LAST_LITERAL.search(message)
        return _facet(_FACETS[rule], match[0] if match else "")
    if rule == "SCHEMAV_CVC_DATATYPE_VALID_1_2_1" and (match := _TYPE.search(message)):
        return f"en værdi af typen {match[1]}"
    return _OTHER.get(rule, "et indhold efter kontraktens XSD")


def _found(rule: str, message: str, node: etree._Element | None) -> str:
    """Say what stood there: a text, an element (with its namespace when it is a wrong one)."""
    if node is None:
        return ""
    if rule == "SCHEMAV_ELEMENT_CONTENT":
        if "Missing child element" in message:
            return "intet"
        name = etree.QName(node)
        allowed = _EXPECTED.search(message.rstrip())
        twin = allowed is not None and f"}}{name.localname} " in f"{allowed[1]} ".replace(",", " ,")
        return f"<{name.localname}>" + (f" i navnerummet {name.namespace!r}" if twin else "")
    return str(node.xpath("string()"))


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
    """Find the element that libxml2's own path points at; None when it cannot be told.

    The path's prefixes are those in force at each step, so it is walked and not evaluated.
    """
    steps = (path or "").split("/@")[0].split("/")[2:]
    element = root
    for step in steps:
        name, _, rest = step.partition("[")
        position = int(rest.rstrip("]") or 1)
        same = (e for e in element.iterchildren("*") if name == "*" or _written(e) == name)
        found = next(islice(same, position - 1, None), None)
        if found is None:
            return None
        element = found
    return element


def _written(element: etree._Element) -> str:
    name = etree.QName(element).localname
    return f"{element.prefix}:{name}" if element.prefix else name


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
    foreign = f"*[local-name()='{name.localname}' and namespace-uri()='{name.namespace or ''}']"
    step = f"{prefix}:{name.localname}" if prefix else foreign
    parent = None if is_root else element.getparent()
    if parent is None:
        return step
    same = [e for e in parent if e.tag == element.tag]
    return f"{step}[{same.index(element) + 1}]" if len(same) > 1 else step
