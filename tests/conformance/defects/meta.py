"""Defects that show between answers, in silence, by UUID, by knowledge and at random."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from sf1472.message import Forespoergsel, Gruppe, Reaktion, Svar

from ..provider import (
    ANNA,
    CASES,
    ODENSE,
    STK1,
    UDK,
    Case,
    Provider,
    RefusedError,
    Reply,
    replace_svar,
)
from .register import fails


@fails("P-SVAR-1")
class WritesAnEmptyFejl(Provider):
    def fejl(self, request: Forespoergsel, id_: str, text: str) -> Svar:
        return super().fejl(request, id_, "")


@fails("P-SVAR-2", "P-LOV-2", "P-SEKTOR-4")
class ShowsAndRefuses(Provider):
    def fejl(self, request: Forespoergsel, id_: str, text: str) -> Svar:
        groups = tuple(replace(group, myndigheder=()) for group in request.grupper)
        codes = [code for group in groups for code in group.hjemler]
        shown = self.found(replace(request, grupper=groups), codes)
        return replace(shown, reaktioner=(Reaktion(fejl_id=id_, fejl_tekst=text),))


@fails("P-SVAR-3")
class ShowsCasesTwice(Provider):
    def asked(self, request: Forespoergsel) -> list[Case]:
        return super().asked(request) * 2


@fails("P-META-6", "P-META-7", "P-META-11")
class ForgetsNowAndThen(Provider):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.first: dict[object, str] = {}

    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        question = (request.cpr_nummer, request.myndighed_cvr, request.grupper)
        first = self.first.setdefault(question, request.transaktions_id)
        return super().found(request, bases if first == request.transaktions_id else [])


@fails("P-META-7")
class LooksAtTheTime(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        if request.transaktions_tid == "2026-05-02T23:59:59Z":
            return replace_svar(request)
        return super().found(request, bases)


@fails("P-META-8")
class PrefersOneMunicipality(Provider):
    def may_see(self, caller: str, case: Case) -> bool:
        return super().may_see(caller, case) and caller != ODENSE


@fails("P-META-9")
class HidesSomeUnderStk1(Provider):
    def is_running(self, case: Case, code: str) -> bool:
        return super().is_running(case, code) and not (code == STK1 and case.number == 8)


@fails("P-META-10")
class StumblesOverRepetition(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        once = len(bases) == len(set(bases)) or len(request.grupper) > 1
        return super().found(request, bases if once else [])


@fails("P-META-11")
class ReadsTheFirstGroup(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        first = request.grupper[:1]
        codes = [code for group in first for code in group.hjemler]
        return super().found(replace(request, grupper=first), codes)


@fails("P-SAG-1")
class ShowsTheWholeCitizenByUuid(Provider):
    def looked_up(self, uuid: str) -> list[Case]:
        owners = {case.owner for case in super().looked_up(uuid)}
        return [case for case in CASES if case.owner in owners]


@fails("P-SAG-2")
class OpensByUuid(Provider):
    def group(self, request: Forespoergsel, code: str) -> Gruppe:
        if request.sag_uuid is None:
            return super().group(request, code)
        return replace(
            super().group(request, code),
            loebende=tuple(self.show(case, code) for case in self.asked(request)),
            henlagte=(),
        )


@fails("P-SAG-3", "P-TAVS-2")
class GuessesAtUuids(Provider):
    def looked_up(self, uuid: str) -> list[Case]:
        return super().looked_up(uuid) or list(CASES)


@fails("P-TAVS-1")
class NoticesWhomItHides(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        svar = super().found(request, bases)
        if svar.grupper or request.cpr_nummer is None or not self.cases(request.cpr_nummer):
            return svar
        return replace(svar, reaktioner=(Reaktion(advis_id="1", advis_tekst="Der er mere."),))


@fails("P-TAVS-2")
class NoticesWhatItHides(Provider):
    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        svar = super().found(request, bases)
        if svar.grupper or request.sag_uuid is None or not self.looked_up(request.sag_uuid):
            return svar
        return replace(svar, reaktioner=(Reaktion(advis_id="1", advis_tekst="Ikke din sag."),))


class _Routed(Provider):
    """Sees whether a message names its route, which no fixed probe does."""

    routed = False

    def answer(self, body: etree._Element, version: str) -> Svar:
        self.routed = body.find(".//{*}Rute") is not None
        return super().answer(body, version)


@fails("P-GEN-1")
class StumblesOverRoutes(_Routed):
    def decide(self, request: Forespoergsel) -> Svar:
        if self.routed:
            raise RefusedError("Rute tages ikke.", "Receiver")
        return super().decide(request)


@fails("P-GEN-2")
class ForgetsSectorsOnRoutes(_Routed):
    def may_see(self, caller: str, case: Case) -> bool:
        return self.routed or super().may_see(caller, case)


@fails("P-GEN-3")
class ShowsStepsOnRoutes(_Routed):
    def shows_steps(self, code: str) -> bool:
        return self.routed or super().shows_steps(code)


@fails("P-GEN-4")
class LosesIdsOnRoutes(_Routed):
    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        return replace(svar, transaktions_id="tabt") if self.routed else svar


@fails("P-VIDEN-1")
class ForgetsAKnownCase(Provider):
    def cases(self, cpr: str) -> list[Case]:
        return [case for case in super().cases(cpr) if case.number != 8]


@fails("P-VIDEN-3")
class ShowsAnUnknownCase(Provider):
    def cases(self, cpr: str) -> list[Case]:
        extra = [Case(9, ANNA, UDK, "2026-05-03")] if cpr == ANNA else []
        return super().cases(cpr) + extra


@fails("P-ROBUST-2")
class AnswersAnEmptyPost(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        return super().post(body, version) if body else Reply(200, "text/plain", b"")


@fails("P-ROBUST-3")
class FearsLargeMessages(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        if len(body) > 10_000 and b"<d>" not in body:
            return Reply(413, "text/plain", b"")
        return super().post(body, version)


@fails("P-ROBUST-4")
class DropsDeepMessages(Provider):
    def post(self, body: bytes, version: str) -> Reply:
        return super().post(body, version) if b"<d><d>" not in body else Reply(200, "", b"")


@fails("P-ROBUST-5", "P-FEJL-8", "P-ROBUST-6")
class ReadsEntities(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if b"<!ENTITY fil" in body and b"passwd" in body:
            body = body.replace(b"&fil;", b"root:x:0:0")
        head, _, rest = body.partition(b"]>\n")
        return super().parse((rest or head).replace(b"&a9;", b"voks"))


@fails("P-FEJL-26")
class TellsWhereItBroke(Provider):
    def fault(self, refusal: RefusedError, version: str) -> Reply:
        text = f"{refusal.text} dk.eksempel.Laeser(Laeser.java:42)"
        return super().fault(RefusedError(f"at {text[-34:]}", refusal.code), version)


@fails("P-FEJL-27")
class GuessesTheEncoding(Provider):
    def parse(self, body: bytes) -> etree._Element:
        if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return super().parse(body)
        return super().parse(body.decode("utf-8", "replace").encode())


@fails("P-FEJL-28")
class SkipsForbiddenCharacters(Provider):
    def parse(self, body: bytes) -> etree._Element:
        return super().parse(body.replace(b"&#0;", b"nul"))
