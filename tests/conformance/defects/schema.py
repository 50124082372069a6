"""Defects in the schema's use: each takes one kind of breach, and answers as if it were none."""
# ruff: noqa: D101, D102 - a defect is named after what it does

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from ..provider import Provider, Reply
from .register import fails

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


class TakenError(Exception):
    """A message is taken that should not be."""


class _Overlooks(Provider):
    """Takes a body whose breaches are all of these kinds, libxml2's names of them."""

    kinds: tuple[str, ...] = ()

    def valid(self, body: etree._Element) -> bool:
        errors = self.contract.schema.errors(body)
        return all(error.rule.removeprefix("SCHEMAV_CVC_") in self.kinds for error in errors)


@fails("P-FEJL-13")
class TakesAnyLength(_Overlooks):
    kinds = ("MAXLENGTH_VALID",)


@fails("P-FEJL-14")
class TakesEmptyValues(_Overlooks):
    kinds = ("MINLENGTH_VALID",)


@fails("P-FEJL-15")
class TakesAnyTime(_Overlooks):
    kinds = ("DATATYPE_VALID_1_2_1",)


@fails("P-FEJL-16")
class TakesTextAnywhere(_Overlooks):
    kinds = ("COMPLEX_TYPE_2_3",)


@fails("P-FEJL-17")
class TakesAnyAttribute(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter("*"):
            element.attrib.pop("ukendt", None)
        return body


@fails("P-FEJL-18")
class TakesTheFirstOfTwo(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in list(body.iter("*")):
            before = element.getprevious()
            if before is not None and before.tag == element.tag and not self.valid(body):
                element.getparent().remove(element)  # type: ignore[union-attr]
        return body


@fails("P-FEJL-19")
class TakesAnyCode(_Overlooks):
    kinds = ("ENUMERATION_VALID",)


@fails("P-FEJL-20")
class AsksAboutNobody(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter("{*}Kriterie"):
            if not len(element):
                namespace = etree.QName(element).namespace
                etree.SubElement(element, f"{{{namespace}}}PartCPRNummer").text = "0"
        return body


@fails("P-FEJL-21")
class ReadsTextAnywhere(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in list(body.iter("*")):
            parent = element.getparent()
            if parent is not None and parent.tag == element.tag:
                parent.remove(element)
        return body


@fails("P-FEJL-22")
class IgnoresCase(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter("*"):
            name = etree.QName(element)
            if name.localname[:1].islower():
                element.tag = f"{{{name.namespace}}}{name.localname.swapcase()}"
        return body


@fails("P-FEJL-23")
class TakesNil(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter("*"):
            if element.attrib.pop(f"{{{INSTANCE}}}nil", None):
                element.text = "2026-05-01T09:30:00Z" if "Tid" in str(element.tag) else "12345678"
        return body


@fails("P-FEJL-24")
class IgnoresTypes(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for element in body.iter("*"):
            element.attrib.pop(f"{{{INSTANCE}}}type", None)
        return body


@fails("P-FEJL-25")
class TakesAnyRoot(Provider):
    def only(self, children: list[etree._Element]) -> etree._Element:
        if etree.QName(children[0]).localname == "Ukendt":
            raise TakenError
        return super().only(children)

    def post(self, body: bytes, version: str) -> Reply:
        try:
            return super().post(body, version)
        except TakenError:
            return self.success("", version)
