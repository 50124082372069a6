"""Defects in how envelopes are read and written."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re

from lxml import etree

from ..provider import NAMESPACES, Provider, RefusedError, Reply
from .register import fails


@fails("P-SOAP-6")
class RefusesOptionalHeaders(Provider):
    def understand(self, root: etree._Element, version: str) -> None:
        super().understand(root, version)
        for header in root.iterfind(f"{{{NAMESPACES[version]}}}Header/*"):
            if not header.attrib and "addressing" not in str(header.tag):
                raise RefusedError("En header er ukendt.")


@fails("P-SOAP-7")
class TakesHeadersForItself(Provider):
    def for_another(self, header: etree._Element, namespace: str) -> bool:
        return False


@fails("P-SOAP-8")
class BlamesUnknownEnvelopes(Provider):
    def version(self, root: etree._Element) -> str:
        try:
            return super().version(root)
        except RefusedError as refusal:
            raise RefusedError(refusal.text) from refusal


@fails("P-SOAP-9")
class TakesTheFirstBody(Provider):
    def takes_bodies(self, number: int) -> bool:
        return number > 1


@fails("P-SOAP-11")
class AnswersNoBody(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        if b"Envelope" in body and b"Body" not in body:
            return self.success("", version)
        return super().post(body, version)


@fails("P-SOAP-10")
class AnswersAnEmptyBody(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        if b"<soap:Body></soap:Body>" in body:
            return self.success("", version)
        return super().post(body, version)


@fails("P-SOAP-12")
class ReadsUtf8Only(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise RefusedError("Kun UTF-8.")
        return super().parse(body)


@fails("P-SOAP-13")
class StumblesOverTheMark(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if body.startswith(b"\xef\xbb\xbf"):
            raise RefusedError("Der står noget før beskeden.")
        return super().parse(body)


@fails("P-SOAP-14")
class KnowsItsPrefixesOnly(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        if (body.prefix or "").startswith("p"):
            raise RefusedError("Præfikset er ukendt.")
        return body


@fails("P-SOAP-15")
class StumblesOverComments(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if b"<!--" in body:
            raise RefusedError("Beskeden har kommentarer.")
        return super().parse(body)


@fails("P-SOAP-16")
class ReadsValuesByTheLetter(Provider):
    def parse(self, body: bytes) -> etree._Element:
        return super().parse(re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", body, flags=re.DOTALL))


@fails("P-SOAP-17")
class AddsAnInstruction(Provider):
    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        return b'<?vis som="html"?>' + super().envelope(body, version, header)


@fails("P-SOAP-18")
class StatesAnEncodingStyle(Provider):
    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        style = b'<s:Body s:encodingStyle="urn:x">'
        return super().envelope(body, version, header).replace(b"<s:Body>", style)


@fails("P-SOAP-19")
class IgnoresWhatFollows(Provider):
    def takes_trailers(self) -> bool:
        return True


@fails("P-SOAP-20")
class DemandsTheDeclaration(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if body[:1] == b"<" and not body.startswith(b"<?xml"):
            raise RefusedError("XML-erklæringen mangler.")
        return super().parse(body)
