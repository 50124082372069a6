"""Defects in the schema's use: each takes one kind of breach, and answers as if it were none."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from ...citizens import UDK
from ..modifiers import forgives, overlooks, takes
from .register import defect

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_ORDER = ("HovedOplysninger", "Kriterie", "RettighedListe")
_BRANCHES = ("SagUUID", "PartCPRNummer")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _completed(body: etree._Element) -> None:
    """Add the rights where they are missing."""
    names = ("RettighedListe", "SagDataAfgrGruppe", "LovDataAfgrListe", "LovDataAfgr")
    if len(body) == 2:
        element = body
        for name in names:
            element = etree.SubElement(element, f"{{{etree.QName(body).namespace}}}{name}")
        element.text = "x"


def _timed(body: etree._Element) -> None:
    """Put a time after the transaction's id where there is none."""
    for id_ in body.iterfind(".//{*}TransaktionsId"):
        after = id_.getnext()
        if after is None or _name(after) != "TransaktionsTid":
            time = etree.Element(f"{{{etree.QName(id_).namespace}}}TransaktionsTid")
            time.text = "2026-05-01T09:30:00Z"
            id_.addnext(time)


def _based(body: etree._Element) -> None:
    """Put a legal basis where there is none."""
    for group in body.iterfind(".//{*}SagDataAfgrGruppe"):
        namespace = etree.QName(group).namespace
        listed = group.find("{*}LovDataAfgrListe")
        if listed is None:
            listed = etree.SubElement(group, f"{{{namespace}}}LovDataAfgrListe")
        if not len(listed):
            etree.SubElement(listed, f"{{{namespace}}}LovDataAfgr").text = "x"


def _with_one_branch(body: etree._Element) -> None:
    """Leave the first of the criterion's branches."""
    for criterion in body.iterchildren("{*}Kriterie"):
        children = list(criterion.iterchildren("*"))
        for extra in children[1:]:
            if extra.tag != children[0].tag and _name(extra) in _BRANCHES:
                criterion.remove(extra)


def _sorted(body: etree._Element) -> None:
    children = list(body.iterchildren("*"))
    if sorted(map(_name, children)) == sorted(_ORDER):
        body[:] = sorted(children, key=lambda child: _ORDER.index(_name(child)))


def _in_one_namespace(body: etree._Element) -> None:
    for child in list(body.iterchildren("*"))[1:]:
        child.tag = f"{{{etree.QName(body).namespace}}}{_name(child)}"


def _with_numbers(body: etree._Element) -> None:
    """Put a number where there is nearly one."""
    for element in body.iter("*"):
        if element.text and re.fullmatch(r"\d{7}X", element.text):
            element.text = UDK


def _without_unknown(body: etree._Element) -> None:
    for child in body.iterchildren("{*}Ukendt"):
        body.remove(child)


def _without_attribute(name: str) -> Callable[[etree._Element], None]:
    """Return what drops an attribute wherever it stands."""

    def repair(body: etree._Element) -> None:
        for element in body.iter("*"):
            element.attrib.pop(name, None)

    return repair


def _without_twins(body: etree._Element) -> None:
    """Drop an element that stands beside another of its name, from the last."""
    for element in reversed(list(body.iter("*"))):
        before, parent = element.getprevious(), element.getparent()
        if before is not None and parent is not None and before.tag == element.tag:
            parent.remove(element)


def _about_nobody(body: etree._Element) -> None:
    for criterion in body.iterchildren("{*}Kriterie"):
        if not len(criterion):
            namespace = etree.QName(criterion).namespace
            etree.SubElement(criterion, f"{{{namespace}}}PartCPRNummer").text = "0"


def _without_inner(body: etree._Element) -> None:
    """Drop an element that stands in one of its own name."""
    for element in list(body.iter("*")):
        parent = element.getparent()
        if parent is not None and parent.tag == element.tag:
            parent.remove(element)


def _in_usual_case(body: etree._Element) -> None:
    for element in body.iter("*"):
        if _name(element)[:1].islower():
            element.tag = f"{{{etree.QName(element).namespace}}}{_name(element).swapcase()}"


def _without_nil(body: etree._Element) -> None:
    """Put a value where there is said to be none."""
    for element in body.iter("*"):
        if element.attrib.pop(f"{{{INSTANCE}}}nil", None):
            element.text = "2026-05-01T09:30:00Z" if "Tid" in str(element.tag) else "12345678"


defect(
    "ValidatesNothing",
    {"P-LOV-7", *(f"P-FEJL-{number}" for number in (*range(2, 8), *range(13, 25)))},
    takes(lambda m: m.body is not None and not m.valid and _name(m.body) != "Ukendt"),
)
defect("FillsInWhatIsMissing", {"P-FEJL-2"}, forgives(_completed))
defect("TimesCallsItself", {"P-FEJL-2"}, forgives(_timed))
defect("AssumesABasis", {"P-FEJL-2", "P-LOV-7"}, forgives(_based))
defect("TakesTheFirstBranch", {"P-FEJL-3"}, forgives(_with_one_branch))
defect("SortsElements", {"P-FEJL-4"}, forgives(_sorted))
defect("IgnoresNamespaces", {"P-FEJL-5"}, forgives(_in_one_namespace))
defect("RepairsValues", {"P-FEJL-6"}, forgives(_with_numbers))
defect("SkipsUnknownElements", {"P-FEJL-7"}, forgives(_without_unknown))
defect("TakesAnyLength", {"P-FEJL-13"}, overlooks("MAXLENGTH_VALID"))
defect("TakesEmptyValues", {"P-FEJL-14", "P-LOV-7"}, overlooks("MINLENGTH_VALID"))
defect("TakesAnyTime", {"P-FEJL-15"}, overlooks("DATATYPE_VALID_1_2_1"))
defect("TakesTextAnywhere", {"P-FEJL-16"}, overlooks("COMPLEX_TYPE_2_3"))
defect("TakesAnyAttribute", {"P-FEJL-17"}, forgives(_without_attribute("ukendt")))
defect("TakesTheFirstOfTwo", {"P-FEJL-18"}, forgives(_without_twins))
defect("TakesAnyCode", {"P-FEJL-19"}, overlooks("ENUMERATION_VALID"))
defect("AsksAboutNobody", {"P-FEJL-2", "P-FEJL-20"}, forgives(_about_nobody))
defect("ReadsTextAnywhere", {"P-FEJL-21"}, forgives(_without_inner))
defect("IgnoresCase", {"P-FEJL-22"}, forgives(_in_usual_case))
defect("TakesNil", {"P-FEJL-23"}, forgives(_without_nil))
defect("IgnoresTypes", {"P-FEJL-24"}, forgives(_without_attribute(f"{{{INSTANCE}}}type")))
defect(
    "TakesAnyRoot",
    {"P-FEJL-25"},
    takes(lambda m: m.body is not None and _name(m.body) == "Ukendt"),
)
