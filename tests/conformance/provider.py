"""A provider written by hand: correct, small, and open to defects one method at a time.

It shares the contract and the message codec with the kit, and nothing with the stub or the kit.
"""
# ruff: noqa: D102, ARG002 - methods are named after the one thing they do

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from sf1472.contract import Contract
from sf1472.message import (
    Forespoergsel,
    Gruppe,
    Klasse,
    Messages,
    Reaktion,
    Statusskridt,
    Svar,
    VistKontrolsag,
)

UDK, AARHUS, ODENSE = "00001472", "55133018", "35209115"
STK1 = "UDKL_11A_STK1"
DATO = date(2026, 8, 31)  # six months earlier, clamped: 28 February
BOUNDARY = date(2026, 2, 28)
ENVELOPES = {
    "http://schemas.xmlsoap.org/soap/envelope/": "1.1",
    "http://www.w3.org/2003/05/soap-envelope": "1.2",
}
NAMESPACES = {version: uri for uri, version in ENVELOPES.items()}
MEDIA_TYPES = {"1.1": "text/xml", "1.2": "application/soap+xml"}


@dataclass(frozen=True)
class Case:
    """A control case as the provider keeps it."""

    number: int
    cpr: str
    owner: str
    started: str
    shelved: date | None = None

    @property
    def uuid(self) -> str:
        return f"14720000-0000-4000-8000-{self.number:012x}"


ANNA, BO, CARL, DORTE = "0113901001", "0113901002", "0113901003", "0113901004"
CITIZENS = (ANNA, BO, CARL, DORTE)
CASES = (
    Case(1, ANNA, UDK, "2026-05-01"),
    Case(2, ANNA, AARHUS, "2026-04-01"),
    Case(3, BO, UDK, "2025-12-01", date(2026, 5, 31)),
    Case(4, BO, ODENSE, "2026-01-01", date(2026, 6, 30)),
    Case(5, CARL, UDK, "2025-10-01", BOUNDARY),
    Case(6, CARL, UDK, "2025-10-01", date(2026, 2, 27)),
    Case(7, CARL, ODENSE, "2026-08-01"),
)


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    media_type: str
    body: bytes


class RefusedError(Exception):
    """A message that gets a fault: `code` is SOAP 1.2's word."""

    def __init__(self, text: str, code: str = "Sender") -> None:
        super().__init__(text)
        self.text = text
        self.code = code


class Provider:
    """The correct provider."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.messages = Messages(contract)

    def respond(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Answer one HTTP request; header names in lower case."""
        if method == "GET":
            return self.get(url)
        media_type = headers.get("content-type", "").partition(";")[0]
        if not self.takes(media_type):
            return Reply(415, "text/plain", b"")
        version = "1.1" if media_type == MEDIA_TYPES["1.1"] else "1.2"
        return self.post(body, version)

    def takes(self, media_type: str) -> bool:
        return media_type in MEDIA_TYPES.values()

    def get(self, url: str) -> Reply:
        parts = urlsplit(url)
        if "wsdl" in parse_qs(parts.query, keep_blank_values=True):
            return self.document(self.contract.profile.wsdl)
        if parts.path.removeprefix("/") in self.contract.files():
            return self.document(parts.path.removeprefix("/"))
        return Reply(405, "text/plain", b"")

    def document(self, name: str) -> Reply:
        return Reply(200, "text/xml", self.contract.files()[name].read_bytes())

    def post(self, body: bytes, version: str) -> Reply:
        try:
            root = self.parse(body)
            version = ENVELOPES.get(etree.QName(root).namespace or "", version)
            self.understand(root, version)
            message = self.message(root, version)
            return self.success(self.write(self.answer(message, version)), version)
        except RefusedError as refusal:
            return self.fault(refusal, version)

    def parse(self, body: bytes) -> etree._Element:
        try:
            root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise RefusedError("Beskeden er ikke XML.") from error
        if root.getroottree().docinfo.doctype and not self.takes_dtd():
            raise RefusedError("Beskeden har en DTD.")
        return root

    def takes_dtd(self) -> bool:
        return False

    def understand(self, root: etree._Element, version: str) -> None:
        namespace = NAMESPACES[version]
        for header in root.iterfind(f"{{{namespace}}}Header/*"):
            if header.get(f"{{{namespace}}}mustUnderstand") in ("1", "true"):
                raise RefusedError("En header er ikke forstået.", "MustUnderstand")

    def message(self, root: etree._Element, version: str) -> etree._Element:
        children = root.findall(f"{{{NAMESPACES[version]}}}Body/*")
        if len(children) != 1:
            raise RefusedError("Konvolutten skal have netop én besked.")
        body = self.lenient(children[0])
        if not self.valid(body):
            raise RefusedError("Beskeden følger ikke skemaet.")
        return body

    def lenient(self, body: etree._Element) -> etree._Element:
        return body

    def valid(self, body: etree._Element) -> bool:
        return self.contract.schema.is_valid(body)

    def answer(self, body: etree._Element, version: str) -> Svar:
        request = self.messages.read_request(body)
        return self.identify(request, self.decide(request))

    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        return svar

    def decide(self, request: Forespoergsel) -> Svar:
        bases = [code for group in request.grupper for code in group.hjemler]
        owners = [cvr for group in request.grupper for cvr in group.myndigheder]
        caller = request.myndighed_cvr or ""
        if any(code not in self.contract.profile.hjemler for code in bases):
            return self.unknown_basis(request)
        if caller != UDK and any(owner not in (UDK, caller) for owner in owners):
            return self.names_another(request)
        return self.found(request, bases)

    def unknown_basis(self, request: Forespoergsel) -> Svar:
        return self.fejl(request, "HJEMMEL", "Hjemlen er ukendt.")

    def names_another(self, request: Forespoergsel) -> Svar:
        return self.fejl(request, "KOMMUNE", "En kommune kan ikke søge hos en anden kommune.")

    def fejl(self, request: Forespoergsel, id_: str, text: str) -> Svar:
        return replace_svar(request, reaktioner=(Reaktion(fejl_id=id_, fejl_tekst=text),))

    def found(self, request: Forespoergsel, bases: list[str]) -> Svar:
        groups = tuple(self.group(request, code) for code in bases)
        return replace_svar(request, grupper=tuple(g for g in groups if g.loebende or g.henlagte))

    def group(self, request: Forespoergsel, code: str) -> Gruppe:
        caller, cases = request.myndighed_cvr or "", self.cases(request.cpr_nummer or "")
        seen = [case for case in cases if self.may_see(caller, case)]
        running = [case for case in seen if self.is_running(case, code)]
        shelved = [case for case in seen if self.is_shelved(case, code)]
        return Gruppe(
            hjemmel=code,
            loebende=tuple(self.show(case, code) for case in running),
            henlagte=tuple(self.show(case, code) for case in shelved),
        )

    def cases(self, cpr: str) -> list[Case]:
        return [case for case in CASES if case.cpr == cpr]

    def may_see(self, caller: str, case: Case) -> bool:
        return (caller == UDK) != (case.owner == UDK)

    def is_running(self, case: Case, code: str) -> bool:
        return case.shelved is None

    def is_shelved(self, case: Case, code: str) -> bool:
        return code != STK1 and case.shelved is not None and self.in_time(case.shelved)

    def in_time(self, day: date) -> bool:
        return day >= BOUNDARY

    def show(self, case: Case, code: str) -> VistKontrolsag:
        return VistKontrolsag(
            uuid=case.uuid,
            ejer_cvr=case.owner,
            ejer_navn=self.owner_name(case),
            system_uuid="14720000-0000-4000-8000-0000000000aa",
            system_titel="Opdigtet system",
            primaer_klasse=klasse("32.45.04"),
            kontroltemaer=(klasse("enligstatus"),),
            status=self.steps(case) if self.shows_steps(code) else (),
            afgoerelse=Klasse("opdigtet", "Opdigtet") if self.shows_decision(code) else None,
        )

    def owner_name(self, case: Case) -> str:
        return "Udbetaling Danmark" if case.owner == UDK else "En kommune"

    def shows_steps(self, code: str) -> bool:
        return code != STK1

    def shows_decision(self, code: str) -> bool:
        return code != STK1

    def steps(self, case: Case) -> tuple[Statusskridt, ...]:
        steps = [Statusskridt("Opstået", f"{case.started}T09:00:00+02:00")]
        if case.shelved is not None:
            steps.append(Statusskridt("Henlagt", f"{case.shelved}T09:00:00+01:00"))
        return tuple(steps)

    def write(self, svar: Svar) -> str:
        return self.messages.write_answer(svar)

    def success(self, body: str, version: str) -> Reply:
        return Reply(200, MEDIA_TYPES[version], self.envelope(body, version))

    def envelope(self, body: str, version: str) -> bytes:
        return (
            f'<s:Envelope xmlns:s="{NAMESPACES[version]}"><s:Body>{body}</s:Body></s:Envelope>'
        ).encode()

    def fault(self, refusal: RefusedError, version: str) -> Reply:
        code, status = refusal.code, 400 if refusal.code == "Sender" else 500
        if version == "1.1":
            code, status = {"Sender": "Client", "Receiver": "Server"}.get(code, code), 500
        fault = self.fault_body(code, refusal.text, version)
        return Reply(status, MEDIA_TYPES[version], self.envelope(fault, version))

    def fault_body(self, code: str, text: str, version: str) -> str:
        if version == "1.1":
            return (
                f"<s:Fault><faultcode>s:{code}</faultcode>"
                f"<faultstring>{text}</faultstring></s:Fault>"
            )
        return (
            f"<s:Fault><s:Code><s:Value>s:{code}</s:Value></s:Code>"
            f'<s:Reason><s:Text xml:lang="da">{text}</s:Text></s:Reason></s:Fault>'
        )


def replace_svar(request: Forespoergsel, **parts: object) -> Svar:
    """Return an answer to `request` with these parts."""
    return Svar(request.transaktions_id, request.transaktions_tid, **parts)  # type: ignore[arg-type]


def klasse(key: str) -> Klasse:
    """Return a made-up class."""
    return Klasse(key, key.title(), "14720000-0000-4000-8000-0000000000bb")


def twin(case: Case, cpr: str) -> Case:
    """Return the same case about another citizen."""
    return replace(case, cpr=cpr)
