"""Defects in the WSDL, in answers and in what is disclosed."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re
from datetime import date, timedelta

from lxml import etree
from msgspec.structs import replace

from sf1472.message import Forespoergsel, Svar

from ..provider import (
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
from .register import fails


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
    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        body = re.sub(r"(</k:SagEjer>)", r"\1<k:Ekstra/>", body)
        return super().envelope(body, version, header)


@fails("P-SOAP-2", "P-SOAP-4")
class WritesUnknownElementsIn11(Provider):
    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        if version == "1.1":
            body = re.sub(r"(</k:SagEjer>)", r"\1<k:Ekstra/>", body)
        return super().envelope(body, version, header)


@fails("P-SOAP-1", "P-SOAP-2")
class FaultsOnEverything(Provider):
    def decide(self, request: Forespoergsel) -> Svar:
        raise RefusedError("Intern fejl.", "Receiver")


@fails("P-SOAP-3")
class AnswersIn12Only(Provider):
    def success(self, body: str, version: str, header: str = "") -> Reply:
        return super().success(body, "1.2", header)


@fails("P-SOAP-3")
class MislabelsAnswers(Provider):
    def success(self, body: str, version: str, header: str = "") -> Reply:
        return Reply(200, "text/plain; charset=utf-8", self.envelope(body, version, header))


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


@fails("P-SEKTOR-1", "P-SEKTOR-2", "P-SEKTOR-3", "P-SAG-2", "P-VIDEN-2", "P-VIDEN-3")
class KnowsNoSectors(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return True


@fails("P-SEKTOR-1", "P-META-8", "P-SAG-2")
class ShowsOtherMunicipalities(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return super().may_see(caller, case) or (caller != UDK and caller != case.owner)


@fails("P-SEKTOR-2", "P-SEKTOR-3", "P-SAG-2")
class ShowsUdkItsOwn(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return super().may_see(caller, case) or caller == UDK


@fails("P-SEKTOR-4", "P-SEKTOR-5")
class IgnoresOwners(Provider):
    def names_another(self, request: Forespoergsel) -> Svar:
        groups = tuple(replace(group, myndigheder=()) for group in request.grupper)
        codes = [code for group in groups for code in group.hjemler]
        return self.found(replace(request, grupper=groups), codes)


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


@fails("P-LOV-6", "P-META-9")
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
