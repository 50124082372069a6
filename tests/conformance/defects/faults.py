"""Defects in how bad input is met."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from ..provider import (
    UDK,
    Provider,
    RefusedError,
    Reply,
)
from .register import fails

BRANCHES = ("SagUUID", "PartCPRNummer")


@fails("P-FEJL-1", "P-FEJL-27", "P-FEJL-28")
class DropsMalformedMessages(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        try:
            self.parse(body)
        except RefusedError as refusal:
            if "XML" in refusal.text:
                return Reply(400, "text/plain", b"bad request")
        return super().post(body, version)


@fails(*(f"P-FEJL-{number}" for number in (*range(2, 8), *range(13, 25))))
class ValidatesNothing(Provider):
    def valid(self, body: etree._Element) -> bool:
        return True


@fails("P-FEJL-2")
class FillsInWhatIsMissing(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        if len(body) == 2:
            tail = "<x><k:RettighedListe><k:SagDataAfgrGruppe><k:LovDataAfgrListe><k:LovDataAfgr>"
            body.append(etree.fromstring(f"{_declared(tail, body)}x{_closed(tail)}")[0])
        return body


@fails("P-FEJL-3")
class TakesTheFirstBranch(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for child in body.iterchildren("*"):
            if etree.QName(child).localname == "Kriterie":
                for extra in list(child.iterchildren("*"))[1:]:
                    if extra.tag != child[0].tag and extra.tag.endswith(BRANCHES):
                        child.remove(extra)
        return body


@fails("P-FEJL-4")
class SortsElements(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        order = ("HovedOplysninger", "Kriterie", "RettighedListe")
        body = deepcopy(body)
        names = [etree.QName(child).localname for child in body.iterchildren("*")]
        if sorted(names) == sorted(order):
            body[:] = sorted(
                body.iterchildren("*"), key=lambda child: order.index(etree.QName(child).localname)
            )
        return body


@fails("P-FEJL-5")
class IgnoresNamespaces(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for child in list(body.iterchildren("*"))[1:]:
            child.tag = f"{{{etree.QName(body).namespace}}}{etree.QName(child).localname}"
        return body


@fails("P-FEJL-6")
class RepairsValues(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter():
            if element.text and re.fullmatch(r"\d{7}X", element.text):
                element.text = UDK
        return body


@fails("P-FEJL-7")
class SkipsUnknownElements(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for child in body.iterchildren("*"):
            if etree.QName(child).localname == "Ukendt":
                body.remove(child)
        return body


@fails("P-FEJL-8")
class TakesDtds(Provider):
    def takes_dtd(self) -> bool:
        return True


@fails("P-FEJL-9")
class FaultsIn12Only(Provider):
    def fault(self, refusal: RefusedError, version: str) -> Reply:
        return super().fault(refusal, "1.2")


@fails("P-FEJL-9")
class FaultsWithoutLanguage(Provider):
    def fault_body(self, code: str, text: str, version: str) -> str:
        return super().fault_body(code, text, version).replace(' xml:lang="da"', "")


@fails("P-FEJL-9")
class QualifiesFaultParts(Provider):
    def fault_body(self, code: str, text: str, version: str) -> str:
        return re.sub(
            r"(</?)(faultcode|faultstring)", r"\1s:\2", super().fault_body(code, text, version)
        )


@fails("P-FEJL-10")
class FaultsWith200In11(Provider):
    def fault(self, refusal: RefusedError, version: str) -> Reply:
        reply = super().fault(refusal, version)
        return Reply(200, reply.media_type, reply.body) if version == "1.1" else reply


@fails("P-FEJL-11")
class FaultsWith500(Provider):
    def fault(self, refusal: RefusedError, version: str) -> Reply:
        reply = super().fault(refusal, version)
        return Reply(500, reply.media_type, reply.body)


@fails("P-FEJL-12")
class TakesTheBlame(Provider):
    def fault(self, refusal: RefusedError, version: str) -> Reply:
        code = "Receiver" if refusal.code == "Sender" else refusal.code
        return super().fault(RefusedError(refusal.text, code), version)


@fails("P-ROBUST-1")
class StaggersAfterBadMessages(Provider):
    """It does not answer the message that follows one with a DTD and one it could not read."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.last = [b"", b""]

    def post(self, body: bytes, version: str) -> Reply:
        reply = super().post(body, version)
        if (
            b"Fault" not in reply.body
            and b"har en DTD" in self.last[0]
            and b"ikke XML" in self.last[1]
        ):
            reply = Reply(503, "text/plain", b"")
        self.last = [self.last[1], reply.body]
        return reply


def _declared(opening: str, body: etree._Element) -> str:
    return opening.replace("<x>", f'<x xmlns:k="{etree.QName(body).namespace}">')


def _closed(opening: str) -> str:
    return "".join(f"</{name}>" for name in reversed(re.findall(r"<([\w:]+)", opening)))
