"""Defects in the served WSDL and in HTTP."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from sf1472.message import Forespoergsel, Svar

from ..provider import MEDIA_TYPES, Provider, RefusedError, Reply
from .register import fails


@fails("P-WSDL-4")
class NamesAnotherAddress(Provider):
    def wsdl(self, address: str) -> Reply:
        return super().wsdl("http://anden.invalid/")


@fails("P-WSDL-5")
class BindsRpc(Provider):
    def document(self, name: str) -> Reply:
        reply = super().document(name)
        return replace(reply, body=reply.body.replace(b'style="document"', b'style="rpc"'))


@fails("P-WSDL-6")
class AddsAPart(Provider):
    def document(self, name: str) -> Reply:
        reply = super().document(name)
        extra = rb'\1<wsdl:part name="mere" type="xs:string" xmlns:xs="urn:x"/>'
        return replace(reply, body=re.sub(rb"(<wsdl:part [^>]*/>)", extra, reply.body))


@fails("P-WSDL-7")
class ServesALaxSchema(Provider):
    def document(self, name: str) -> Reply:
        reply = super().document(name)
        lax = re.sub(rb'<xs:pattern value="\[0-9\]\{8\}"/>', b"", reply.body)
        return replace(reply, body=lax)


@fails("P-HTTP-3")
class TakesPut(Provider):
    def takes_method(self, method: str) -> bool:
        return True


@fails("P-HTTP-4")
class ReadsMediaTypesByTheLetter(Provider):
    def media_type(self, header: str) -> str:
        return header.partition(";")[0]


@fails("P-HTTP-5")
class MislabelsTheEncoding(Provider):
    def labelled(self, version: str) -> str:
        return f"{MEDIA_TYPES[version]}; charset=iso-8859-1"


@fails("P-HTTP-5")
class SaysNothingOfTheEncoding(Provider):
    def labelled(self, version: str) -> str:
        return MEDIA_TYPES[version]


@fails("P-HTTP-6")
class DemandsAnAction(Provider):
    def respond(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply:
        said = headers.get("content-type", "")
        if self.media_type(said) == MEDIA_TYPES["1.2"] and "action=" not in said.lower():
            return self.fault(RefusedError("Action mangler."), "1.2")
        return super().respond(method, url, headers, body)


@fails("P-WSA-1")
class StumblesOverAddressing(Provider):
    def addressing(self, root: etree._Element) -> str:
        if super().addressing(root):
            raise RefusedError("Adressering tages ikke.")
        return ""


@fails("P-WSA-2")
class RelatesToNothing(Provider):
    def addressing(self, root: etree._Element) -> str:
        return re.sub(r"<a:RelatesTo>.*</a:RelatesTo>", "", super().addressing(root))


@fails("P-WSA-3")
class AnswersWithoutAction(Provider):
    def addressing(self, root: etree._Element) -> str:
        return re.sub(r"<a:Action>.*</a:Action>", "", super().addressing(root))


@fails("P-EKKO-4")
class LosesTheIdInRefusals(Provider):
    def fejl(self, request: Forespoergsel, id_: str, text: str) -> Svar:
        svar = super().fejl(request, id_, text)
        return Svar("tabt", svar.transaktions_tid, svar.reaktioner)
