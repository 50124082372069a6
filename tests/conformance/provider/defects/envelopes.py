"""Defects in how envelopes are read and written."""

from __future__ import annotations

import re

from lxml import etree
from msgspec import structs

from sf1472_stub.soap.envelope import SOAP11, SOAP12

from ...stubbed import Reply
from ..modifiers import (
    Message,
    fault,
    labels,
    reads,
    refuses,
    says,
    sends,
    takes,
    where,
    writes,
    writes_faults,
)
from .register import defect

_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")


def _extra(body: bytes) -> bytes:
    """Write an element that the schema does not know after each case's owner."""
    return re.sub(rb"(</k:SagEjer>)", rb"\1<k:Ekstra/>", body)


def _in_12(reply: Reply, _: Message) -> Reply:
    body = reply.body.replace(SOAP11.namespace.encode(), SOAP12.namespace.encode())
    return Reply(reply.status, SOAP12.content_type, body)


def _asked_in_11(m: Message) -> bool:
    return m.version is SOAP11


def _flagged(m: Message, block: etree._Element) -> bool:
    return block.get(m.version.tag("mustUnderstand")) is not None


def _aimed(m: Message, block: etree._Element) -> bool:
    return block.get(m.version.tag(m.version.role)) is not None


defect("WritesUnknownElements", {"P-SOAP-1", "P-SOAP-2"}, writes(_extra))
defect("WritesUnknownElementsIn11", {"P-SOAP-2", "P-SOAP-4"}, where(_asked_in_11, writes(_extra)))
defect(
    "FaultsOnEverything",
    {"P-SOAP-1"},
    sends(lambda _, m: fault(m.version, "Receiver")),
)
defect("AnswersIn12Only", {"P-SOAP-3"}, sends(_in_12))
defect("MislabelsAnswers", {"P-SOAP-3"}, labels(lambda _: "text/plain; charset=utf-8"))
defect(
    "ShowsLessIn11",
    {"P-SOAP-4"},
    where(_asked_in_11, says(lambda _, svar: structs.replace(svar, grupper=()))),
)

defect(
    "IgnoresMandatoryHeaders",
    {"P-SOAP-5"},
    takes(lambda m: any(_flagged(m, b) and not _aimed(m, b) for b in m.headers)),
)
defect(
    "RefusesOptionalHeaders",
    {"P-SOAP-6"},
    refuses(lambda m: any(not b.attrib and "addressing" not in str(b.tag) for b in m.headers)),
)
defect(
    "TakesHeadersForItself",
    {"P-SOAP-7"},
    refuses(lambda m: any(_flagged(m, b) and _aimed(m, b) for b in m.headers), "MustUnderstand"),
)
defect(
    "BlamesUnknownEnvelopes",
    {"P-SOAP-8"},
    writes_faults(lambda body: re.sub(rb":VersionMismatch</soap:V", b":Sender</soap:V", body)),
)
defect("TakesTheFirstBody", {"P-SOAP-9"}, takes(lambda m: len(m.bodies) == 2))
defect(
    "AnswersAnEmptyBody",
    {"P-SOAP-10"},
    takes(lambda m: m.parts == ["Body"] and not m.bodies),
)
defect("AnswersNoBody", {"P-SOAP-11"}, takes(lambda m: m.parts == []))

defect("ReadsUtf8Only", {"P-SOAP-12"}, refuses(lambda m: m.heard.body[:2] in _MARKS_16))
defect(
    "StumblesOverTheMark",
    {"P-SOAP-13"},
    refuses(lambda m: m.heard.body.startswith(b"\xef\xbb\xbf")),
)
defect(
    "KnowsItsPrefixesOnly",
    {"P-SOAP-14"},
    refuses(lambda m: m.body is not None and (m.body.prefix or "").startswith("p")),
)
defect("StumblesOverComments", {"P-SOAP-15"}, refuses(lambda m: b"<!--" in m.heard.body))
defect("ReadsValuesByTheLetter", {"P-SOAP-16"}, reads(lambda body: _CDATA.sub(b"", body)))
defect(
    "AddsAnInstruction",
    {"P-SOAP-17"},
    writes(lambda body: body.replace(b"?>\n", b'?>\n<?vis som="html"?>', 1)),
)
defect(
    "HidesAnInstruction",
    {"P-SOAP-17"},
    writes(lambda body: body.replace(b"?>\n", b'?>\n<?vis som="html"?><!-- vises -->', 1)),
)
defect("EndsWithAnInstruction", {"P-SOAP-17"}, writes(lambda body: body + b"\n<?slut?>"))
defect(
    "StatesAnEncodingStyle",
    {"P-SOAP-18"},
    writes(lambda body: body.replace(b"<soap:Body>", b'<soap:Body soap:encodingStyle="urn:x">')),
)
defect("IgnoresWhatFollows", {"P-SOAP-19"}, takes(lambda m: m.parts == ["Body", "Ukendt"]))
defect(
    "DemandsTheDeclaration",
    {"P-SOAP-20"},
    refuses(lambda m: m.heard.body[:1] == b"<" and not m.heard.body.startswith(b"<?xml")),
)
