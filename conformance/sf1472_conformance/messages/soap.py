"""SOAP 1.1 and 1.2 envelopes and faults, written and read for the kit alone."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import NamedTuple

from lxml import etree

XML = "http://www.w3.org/XML/1998/namespace"
WSA = "http://www.w3.org/2005/08/addressing"


class _Version(NamedTuple):
    """What differs between the versions; `codes` are the standard's own fault codes.

    `sender` is the one of them that blames the message.
    """

    namespace: str
    media_type: str
    sender: str
    codes: frozenset[str]


VERSIONS = {
    "1.1": _Version(
        "http://schemas.xmlsoap.org/soap/envelope/",
        "text/xml",
        "Client",
        frozenset({"VersionMismatch", "MustUnderstand", "Client", "Server"}),
    ),
    "1.2": _Version(
        "http://www.w3.org/2003/05/soap-envelope",
        "application/soap+xml",
        "Sender",
        frozenset(
            {"VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Sender", "Receiver"}
        ),
    ),
}


class SoapError(Exception):
    """What was read is no SOAP envelope. `problem` is libxml2's or the kit's word, in English."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


@dataclass(frozen=True)
class Fault:
    """A fault: `code` is the local name, `problems` what its version's standard forbids in it."""

    version: str
    code: str
    reason: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Envelope:
    """An envelope as read: its version, the body's children, the fault if it is one, headers."""

    version: str
    children: tuple[etree._Element, ...]
    fault: Fault | None
    headers: tuple[etree._Element, ...] = ()


def write(body: str, version: str, header: str = "", doctype: str = "") -> bytes:
    """Return an envelope of `version` with `body` and `header` (XML fragments) in it."""
    namespace = VERSIONS[version].namespace
    head = f"<soap:Header>{header}</soap:Header>" if header else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<soap:Envelope xmlns:soap="{namespace}">'
        f"{head}<soap:Body>{body}</soap:Body></soap:Envelope>"
    )
    return text.encode()


def headers(version: str, action: str) -> tuple[tuple[str, str], ...]:
    """Return the HTTP headers that carry `action` in `version`."""
    media_type = VERSIONS[version].media_type
    if version == "1.1":
        return (("Content-Type", f"{media_type}; charset=utf-8"), ("SOAPAction", f'"{action}"'))
    return (("Content-Type", f'{media_type}; charset=utf-8; action="{action}"'),)


def parameter(content_type: str, name: str) -> str | None:
    """Return a parameter of a Content-Type, unquoted, or None when it is not there."""
    message = Message()
    message["content-type"] = content_type
    found = message.get_param(name)
    return found if isinstance(found, str) else None


def parse(data: bytes) -> etree._Element:
    """Parse XML from a provider: no DTD, no entities, no network. Raises SoapError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SoapError(f"not XML: {error}", getattr(error, "lineno", None)) from error
    if root.getroottree().docinfo.doctype:
        raise SoapError("the document has a DTD")
    return root


def read(data: bytes) -> Envelope:
    """Read an envelope. Raises SoapError when it is none."""
    root = parse(data)
    version = next(
        (v for v, n in VERSIONS.items() if root.tag == f"{{{n.namespace}}}Envelope"), None
    )
    if version is None:
        raise SoapError(
            f"the root element is {etree.QName(root).text}, not a SOAP Envelope", root.sourceline
        )
    bodies = root.findall(f"{{{VERSIONS[version].namespace}}}Body")
    if len(bodies) != 1:
        raise SoapError(f"the envelope has {len(bodies)} Body elements", root.sourceline)
    children = tuple(child for child in bodies[0] if isinstance(child.tag, str))
    headers = tuple(root.iterfind(f"{{{VERSIONS[version].namespace}}}Header/*"))
    return Envelope(version, children, _fault(children, version), headers)


def _fault(children: tuple[etree._Element, ...], version: str) -> Fault | None:
    name = f"{{{VERSIONS[version].namespace}}}Fault"
    fault = next((child for child in children if child.tag == name), None)
    if fault is None:
        return None
    found = _fault_11(fault) if version == "1.1" else _fault_12(fault)
    if len(children) > 1:
        found.problems.append("Fault is not the only child of Body")
    return Fault(version, found.code, found.reason, tuple(found.problems))


@dataclass
class _Found:
    code: str
    reason: str
    problems: list[str]


def _fault_11(fault: etree._Element) -> _Found:
    """Read a SOAP 1.1 fault (SOAP 1.1, 4.4): unqualified children, faultcode and faultstring."""
    names = [child.tag for child in fault if isinstance(child.tag, str)]
    allowed = ("faultcode", "faultstring", "faultactor", "detail")
    problems = [f"unexpected child {name}" for name in names if name not in allowed]
    code = fault.find("{*}faultcode")  # in any namespace: what is wrong with it is noted above
    reason = (fault.findtext("{*}faultstring") or "").strip()
    if not reason:
        problems.append("faultstring is missing or empty")
    # a dot after a standard code makes it more specific (SOAP 1.1, 4.4.1)
    name = _code(code, "1.1", "faultcode", problems).partition(".")[0]
    return _Found(name, reason, problems)


def _fault_12(fault: etree._Element) -> _Found:
    """Read a SOAP 1.2 fault (SOAP 1.2 part 1, 5.4): Code/Value and Reason/Text with xml:lang."""
    prefix = f"{{{VERSIONS['1.2'].namespace}}}"
    allowed = [prefix + name for name in ("Code", "Reason", "Node", "Role", "Detail")]
    names = [child.tag for child in fault if isinstance(child.tag, str)]
    problems = [f"unexpected child {name}" for name in names if name not in allowed]
    if names != sorted(names, key=lambda n: allowed.index(n) if n in allowed else 99):
        problems.append("the children stand in the wrong order")
    texts = fault.findall(f"{prefix}Reason/{prefix}Text")
    if not texts:
        problems.append("Reason/Text is missing")
    if any(not text.get(f"{{{XML}}}lang") for text in texts):
        problems.append("Reason/Text has no xml:lang")
    reason = " ".join((text.text or "").strip() for text in texts)
    code = fault.find(f"{prefix}Code/{prefix}Value")
    return _Found(_code(code, "1.2", "Code/Value", problems), reason, problems)


def _code(element: etree._Element | None, version: str, name: str, problems: list[str]) -> str:
    """Return the local name of a fault code that is a QName, and note what is wrong with it."""
    if element is None or not (element.text or "").strip():
        problems.append(f"{name} is missing or empty")
        return ""
    prefix, _, local = (element.text or "").strip().rpartition(":")
    standard = local.partition(".")[0] if version == "1.1" else local
    if element.nsmap.get(prefix or None) == VERSIONS[version].namespace:
        if standard not in VERSIONS[version].codes:
            problems.append(f"{name} is {local}, which SOAP {version} does not know")
    elif prefix not in element.nsmap and prefix:
        problems.append(f"{name} has the undeclared prefix {prefix}")
    elif version == "1.2" or standard in VERSIONS[version].codes:
        problems.append(f"{name} is not in the namespace of SOAP {version}")
    return local
