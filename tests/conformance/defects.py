"""Defective providers: each one defect away from the correct one, with the rules it must fail."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, timedelta

from lxml import etree
from msgspec.structs import replace

from sf1472.message import Forespoergsel, Svar, VistKontrolsag

from .provider import (
    BO,
    CARL,
    CASES,
    DATO,
    STK1,
    UDK,
    Case,
    Provider,
    RefusedError,
    Reply,
    twin,
)

DEFECTS: dict[str, tuple[type[Provider], frozenset[str]]] = {}


def fails(*rules: str):
    """Register a defective provider with the rules that it must fail, and no others."""

    def register(kind: type[Provider]) -> type[Provider]:
        DEFECTS[kind.__name__] = (kind, frozenset(rules))
        return kind

    return register


@fails("P-WSDL-1")
class ServesNoWsdl(Provider):
    def get(self, url: str) -> Reply:
        return Reply(404, "text/plain", b"")


@fails("P-WSDL-2")
class LacksOneImport(Provider):
    def document(self, name: str) -> Reply:
        if name.endswith("UUIDType.xsd"):
            return Reply(404, "text/plain", b"")
        return super().document(name)


@fails("P-WSDL-2")
class ServesBrokenSchema(Provider):
    def document(self, name: str) -> Reply:
        reply = super().document(name)
        broken = reply.body.replace(b'base="xs:string"', b'base="xs:strong"')
        return Reply(200, reply.media_type, broken)


@fails("P-WSDL-3")
class DescribesAnotherAction(Provider):
    def document(self, name: str) -> Reply:
        reply = super().document(name)
        changed = re.sub(rb'soapAction="[^"]*"', b'soapAction="urn:anden"', reply.body)
        return Reply(200, reply.media_type, changed)


@fails("P-SOAP-1", "P-SOAP-2")
class WritesUnknownElements(Provider):
    def envelope(self, body: str, version: str) -> bytes:
        return super().envelope(re.sub(r"(</k:SagEjer>)", r"\1<k:Ekstra/>", body), version)


@fails("P-SOAP-2", "P-SOAP-4")
class WritesUnknownElementsIn11(Provider):
    def envelope(self, body: str, version: str) -> bytes:
        if version == "1.1":
            body = re.sub(r"(</k:SagEjer>)", r"\1<k:Ekstra/>", body)
        return super().envelope(body, version)


@fails("P-SOAP-1", "P-SOAP-2")
class FaultsOnEverything(Provider):
    def decide(self, request: Forespoergsel) -> Svar:
        raise RefusedError("Intern fejl.", "Receiver")


@fails("P-SOAP-3")
class AnswersIn12Only(Provider):
    def success(self, body: str, version: str) -> Reply:
        return super().success(body, "1.2")


@fails("P-SOAP-3")
class MislabelsAnswers(Provider):
    def success(self, body: str, version: str) -> Reply:
        return Reply(200, "text/plain", self.envelope(body, version))


@fails("P-SOAP-4")
class ShowsLessIn11(Provider):
    def answer(self, body: etree._Element, version: str) -> Svar:
        svar = super().answer(body, version)
        return replace(svar, grupper=()) if version == "1.1" else svar


@fails("P-SOAP-5")
class IgnoresMandatoryHeaders(Provider):
    def understand(self, root: etree._Element, version: str) -> None:
        """Take everything."""


@fails("P-HTTP-1")
class TakesAnyMediaType(Provider):
    def takes(self, media_type: str) -> bool:
        return True


@fails("P-HTTP-2")
class AnswersGet(Provider):
    def get(self, url: str) -> Reply:
        reply = super().get(url)
        return self.success("", "1.2") if reply.status == 405 else reply


@fails("P-EKKO-1")
class CutsTransactionId(Provider):
    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        return replace(svar, transaktions_id=svar.transaktions_id[:100])


@fails("P-EKKO-2", "P-EKKO-3")
class CutsFractions(Provider):
    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        tid = re.sub(r"(\.\d{3})\d+", r"\1", svar.transaktions_tid)
        return replace(svar, transaktions_tid=tid)


@fails("P-EKKO-3")
class WritesZuluOtherwise(Provider):
    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        return replace(svar, transaktions_tid=svar.transaktions_tid.replace("Z", "+00:00"))


@fails("P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3")
class KnowsNoSectors(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return True


@fails("P-SEKTOR-1")
class ShowsOtherMunicipalities(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return super().may_see(caller, case) or (caller != UDK and caller != case.owner)


@fails("P-SEKTOR-2", "P-SEKTOR-3")
class ShowsUdkItsOwn(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return super().may_see(caller, case) or caller == UDK


@fails("P-SEKTOR-4", "P-SEKTOR-5")
class IgnoresOwners(Provider):
    def names_another(self, request: Forespoergsel) -> Svar:
        return self.found(request, [code for g in request.grupper for code in g.hjemler])


@fails("P-SEKTOR-5")
class IsSilentAboutOwners(Provider):
    def names_another(self, request: Forespoergsel) -> Svar:
        return self.found(request, [])


@fails("P-LOV-1")
class NamesAnotherBasis(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        svar = super().found(request, bases)
        if len(bases) > 1:
            return svar
        return replace(svar, grupper=tuple(replace(g, hjemmel="ANDEN") for g in svar.grupper))


@fails("P-LOV-2", "P-LOV-3")
class TakesAnyBasis(Provider):
    def unknown_basis(self, request: Forespoergsel) -> Svar:
        return self.found(request, [code for g in request.grupper for code in g.hjemler])


@fails("P-LOV-3")
class IsSilentAboutBases(Provider):
    def unknown_basis(self, request: Forespoergsel) -> Svar:
        return self.found(request, [])


@fails("P-LOV-4")
class ServesTheFirstBasis(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        return super().found(request, bases[:1])


@fails("P-LOV-5")
class RunsShelvedCasesUnderStk1(Provider):
    def is_running(self, case: Case, code: str) -> bool:
        return super().is_running(case, code) or code == STK1


@fails("P-LOV-6")
class ListsShelvedTwice(Provider):
    def is_running(self, case: Case, code: str) -> bool:
        return super().is_running(case, code) or self.is_shelved(case, code)


@fails("P-MIN-1")
class ShowsStepsAlways(Provider):
    def shows_steps(self, code: str) -> bool:
        return True


@fails("P-MIN-2")
class ShowsShelvedAlways(Provider):
    def is_shelved(self, case: Case, code: str) -> bool:
        return case.shelved is not None and self.in_time(case.shelved)


@fails("P-MIN-3")
class ShowsDecisionsAlways(Provider):
    def shows_decision(self, code: str) -> bool:
        return True


@fails("P-MIN-4")
class NamesTheCitizen(Provider):
    def owner_name(self, case: Case) -> str:
        return f"Sag om {case.cpr[:6]}-{case.cpr[6:]}"


@fails("P-MIN-5")
class QuotesTheMessageInFaults(Provider):
    def message(self, root: etree._Element, version: str) -> etree._Element:
        try:
            return super().message(root, version)
        except RefusedError as refusal:
            text = " ".join("".join(root.itertext()).split())
            raise RefusedError(f"{refusal.text} {text}") from refusal


@fails("P-FRIST-1")
class ForgetsTheDeadline(Provider):
    def in_time(self, day: date) -> bool:
        return True


@fails("P-FRIST-1")
class CountsMonthsOf31Days(Provider):
    def in_time(self, day: date) -> bool:
        return day >= DATO - timedelta(days=6 * 31)


@fails("P-BORGER-1")
class MixesCitizens(Provider):
    def cases(self, cpr: str) -> list[Case]:
        extra = [twin(case, cpr) for case in CASES if case.cpr == CARL and cpr == BO]
        return super().cases(cpr) + extra


@fails("P-FEJL-1")
class DropsMalformedMessages(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        try:
            self.parse(body)
        except RefusedError as refusal:
            if "XML" in refusal.text:
                return Reply(400, "text/plain", b"bad request")
        return super().post(body, version)


@fails("P-FEJL-2", "P-FEJL-3", "P-FEJL-4", "P-FEJL-5", "P-FEJL-6", "P-FEJL-7")
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
        for child in body:
            if etree.QName(child).localname == "Kriterie":
                child[1:] = []
        return body


@fails("P-FEJL-4")
class SortsElements(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        order = ("HovedOplysninger", "Kriterie", "RettighedListe")
        body = deepcopy(body)
        names = [etree.QName(child).localname for child in body]
        if sorted(names) == sorted(order):
            body[:] = sorted(body, key=lambda child: order.index(etree.QName(child).localname))
        return body


@fails("P-FEJL-5")
class IgnoresNamespaces(Provider):
    def lenient(self, body: etree._Element) -> etree._Element:
        body = deepcopy(body)
        for child in body[1:]:
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
        for child in body:
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
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.staggers = False

    def post(self, body: bytes, version: str) -> Reply:
        reply = super().post(body, version)
        if b"Fault" not in reply.body and self.staggers:
            self.staggers = False
            return Reply(503, "text/plain", b"")
        self.staggers = self.staggers or b"Fault" in reply.body
        return reply


class ShowsNothing(Provider):
    """No defect: a provider without data."""

    def cases(self, cpr: str) -> list[Case]:
        return []


class Takes12Only(Provider):
    """No defect: a provider that refuses SOAP 1.1 in order."""

    def post(self, body: bytes, version: str) -> Reply:
        if version == "1.1":
            return self.fault(RefusedError("Kun SOAP 1.2.", "VersionMismatch"), version)
        return super().post(body, version)


class ShowsOnlyTheBoundary(Provider):
    """No defect: its only shelved case lies on the boundary day."""

    def in_time(self, day: date) -> bool:
        return day == date(2026, 2, 28)


class HidesSteps(Provider):
    """No defect: it shows no steps, so nobody can tell when a case was shelved."""

    def show(self, case: Case, code: str) -> VistKontrolsag:
        return replace(super().show(case, code), status=())


def _declared(opening: str, body: etree._Element) -> str:
    return opening.replace("<x>", f'<x xmlns:k="{etree.QName(body).namespace}">')


def _closed(opening: str) -> str:
    return "".join(f"</{name}>" for name in reversed(re.findall(r"<([\w:]+)", opening)))
