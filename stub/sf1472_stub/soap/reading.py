"""Taking a request's envelope apart, and refusing what is not one SOAP message with one body."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree
from msgspec import Struct

from sf1472_stub.soap.envelope import VERSIONS, SoapVersion
from sf1472_stub.soap.faults import SoapFault

# Header blocks that mustUnderstand may ask for: with security off they are tolerated, not checked.
TOLERATED = frozenset(
    {
        "http://www.w3.org/2005/08/addressing",
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
        "urn:liberty:sb:2006-08",
        "urn:liberty:sb",
    }
)


class Envelope(Struct, frozen=True):
    """A request's envelope: its SOAP version, its header block (or None), its one body element."""

    version: SoapVersion
    header: etree._Element | None
    body: etree._Element


def read_envelope(raw: bytes, charset: str | None) -> Envelope:
    """Take `raw` apart; `charset`, the transport's word on the encoding, goes before the XML's.

    Raises SoapFault for all that is not one well-formed SOAP 1.1 or 1.2 message without DTD.
    """
    root = _parse(raw, charset)
    version = _version(root)
    header, body = _parts(root, version)
    content = _only_child(body, version)
    _check_understood(header, version)
    return Envelope(version, header, content)


def read_remarks(raw: bytes, charset: str | None) -> list[etree._Element]:
    """Return the comments and processing instructions of a message that `read_envelope` read."""
    root = etree.fromstring(raw, _parser(charset, remarks=True))
    return list(root.xpath("//comment() | //processing-instruction()"))


@lru_cache(maxsize=8)
def _parser(charset: str | None, *, remarks: bool = False) -> etree.XMLParser:
    """Return a parser that loads and expands nothing and keeps libxml2's limits.

    `remarks` says whether comments and processing instructions are kept.
    """
    return etree.XMLParser(
        encoding=charset,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not remarks,
        remove_pis=not remarks,
    )


def _parse(raw: bytes, charset: str | None) -> etree._Element:
    if not raw.strip():
        raise SoapFault("TOM_ANMODNING")
    try:
        root = etree.fromstring(raw, _parser(charset))
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in raw.replace(b"\0", b""):  # the zeros of UTF-16
            raise SoapFault("DTD") from None
        line, column = error.position
        kind = next((entry.type_name for entry in error.error_log), "XML")
        raise SoapFault("IKKE_XML", linje=line, kolonne=column, fejl=kind) from None
    if etree.ElementTree(root).docinfo.doctype:
        raise SoapFault("DTD")
    return root


def _version(root: etree._Element) -> SoapVersion:
    for version in VERSIONS:
        if root.tag == version.tag("Envelope"):
            return version
    if etree.QName(root).localname == "Envelope":
        raise SoapFault("UKENDT_SOAP_VERSION")
    raise SoapFault("IKKE_SOAP")


def _parts(
    root: etree._Element, version: SoapVersion
) -> tuple[etree._Element | None, etree._Element]:
    """Return Header (or None) and Body; nothing else may stand in the envelope (WS-I BP R1011)."""
    children = list(root)
    header = None
    if children and children[0].tag == version.tag("Header"):
        header = children.pop(0)
    if not children or all(child.tag != version.tag("Body") for child in children):
        raise SoapFault("INGEN_BODY", version=version)
    if len(children) > 1:
        raise SoapFault("FLERE_BODY", version=version)
    return header, children[0]


def _only_child(body: etree._Element, version: SoapVersion) -> etree._Element:
    children = list(body)
    if not children:
        raise SoapFault("TOM_BODY", version=version)
    if len(children) > 1:
        raise SoapFault("FLERE_BESKEDER", version=version)
    if children[0].tag == version.tag("Fault"):
        raise SoapFault("FEJL_SOM_ANMODNING", version=version)
    return children[0]


def _check_understood(header: etree._Element | None, version: SoapVersion) -> None:
    """Refuse blocks meant for us that must be understood and are not (SOAP 1.2 part 1, 5.2.3)."""
    if header is None:
        return
    unknown = tuple(
        str(block.tag)
        for block in header
        if block.get(version.tag("mustUnderstand"), "").strip() in ("1", "true")
        and block.get(version.tag(version.role), "").strip() in version.roles
        and etree.QName(block).namespace not in TOLERATED
    )
    if unknown:
        raise SoapFault("IKKE_FORSTAAET", version=version, not_understood=unknown)
