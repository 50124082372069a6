"""A provider written by hand: correct, small, and open to defects one method at a time.

It shares the contract and the message codec with the kit, and nothing with the stub or the kit.
"""
# ruff: noqa: D102, ARG002 - methods are named after the one thing they do

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from sf1472.contract import Contract
from sf1472.errors import ProfileError
from sf1472.message import (
    Afdeling,
    Afgraensning,
    Forespoergsel,
    Gruppe,
    Klasse,
    Messages,
    Reaktion,
    Rettighed,
    Statusskridt,
    Svar,
    VistKontrolsag,
)

from .sager import (
    AARHUS,
    ANNA,
    BO,
    BOUNDARY,
    CARL,
    CASES,
    CITIZENS,
    DATO,
    DORTE,
    ODENSE,
    STK1,
    UDK,
    Case,
    readable,
    spans,
    twin,
)

__all__ = [
    "AARHUS",
    "ANNA",
    "BO",
    "BOUNDARY",
    "CARL",
    "CASES",
    "CITIZENS",
    "DATO",
    "DORTE",
    "ENVELOPES",
    "MEDIA_TYPES",
    "NAMESPACES",
    "ODENSE",
    "STK1",
    "UDK",
    "Case",
    "Provider",
    "RefusedError",
    "Reply",
    "replace_svar",
    "spans",
    "twin",
]

ENVELOPES = {
    "http://schemas.xmlsoap.org/soap/envelope/": "1.1",
    "http://www.w3.org/2003/05/soap-envelope": "1.2",
}
NAMESPACES = {version: uri for uri, version in ENVELOPES.items()}
MEDIA_TYPES = {"1.1": "text/xml", "1.2": "application/soap+xml"}
WSA = "http://www.w3.org/2005/08/addressing"


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
        if method != "POST" and not self.takes_method(method):
            return Reply(405, "text/plain", b"")
        media_type = self.media_type(headers.get("content-type", ""))
        if not self.takes(media_type):
            return Reply(415, "text/plain", b"")
        version = "1.1" if media_type == MEDIA_TYPES["1.1"] else "1.2"
        return self.post(body, version)

    def takes_method(self, method: str) -> bool:
        return False

    def media_type(self, header: str) -> str:
        return header.partition(";")[0].strip().lower()

    def takes(self, media_type: str) -> bool:
        return media_type in MEDIA_TYPES.values()

    def get(self, url: str) -> Reply:
        parts = urlsplit(url)
        if "wsdl" in parse_qs(parts.query, keep_blank_values=True):
            return self.wsdl(url.partition("?")[0])
        if parts.path.removeprefix("/") in self.contract.files():
            return self.document(parts.path.removeprefix("/"))
        return Reply(405, "text/plain", b"")

    def wsdl(self, address: str) -> Reply:
        reply = self.document(self.contract.profile.wsdl)
        located = re.sub(
            rb'(address location=")[^"]*', lambda m: m[1] + address.encode(), reply.body
        )
        return replace(reply, body=located)

    def document(self, name: str) -> Reply:
        return Reply(200, "text/xml", self.contract.files()[name].read_bytes())

    def post(self, body: bytes, version: str) -> Reply:
        try:
            root = self.parse(body)
            version = self.version(root)
            self.understand(root, version)
            message = self.message(root, version)
            answer = self.write(self.answer(message, version))
            return self.success(answer, version, self.addressing(root))
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

    def version(self, root: etree._Element) -> str:
        version = ENVELOPES.get(etree.QName(root).namespace or "")
        if version is None:
            raise RefusedError("Konvolutten er ukendt.", "VersionMismatch")
        return version

    def understand(self, root: etree._Element, version: str) -> None:
        namespace = NAMESPACES[version]
        for header in root.iterfind(f"{{{namespace}}}Header/*"):
            asks = header.get(f"{{{namespace}}}mustUnderstand") in ("1", "true")
            if asks and not self.for_another(header, namespace):
                raise RefusedError("En header er ikke forstået.", "MustUnderstand")

    def for_another(self, header: etree._Element, namespace: str) -> bool:
        return any(header.get(f"{{{namespace}}}{name}") for name in ("actor", "role"))

    def addressing(self, root: etree._Element) -> str:
        """Return the header of an answer to a message with addressing."""
        found = {etree.QName(e).localname: e.text for e in root.iter(f"{{{WSA}}}*")}
        if not found:
            return ""
        return (
            f'<s:Header xmlns:a="{WSA}"><a:Action>{found.get("Action")}</a:Action>'
            f"<a:RelatesTo>{found.get('MessageID')}</a:RelatesTo></s:Header>"
        )

    def message(self, root: etree._Element, version: str) -> etree._Element:
        children = root.findall(f"{{{NAMESPACES[version]}}}Body/*")
        if len(children) != 1 and not self.takes_bodies(len(children)):
            raise RefusedError("Konvolutten skal have netop én besked.")
        if etree.QName(root[-1]).localname != "Body" and not self.takes_trailers():
            raise RefusedError("Der står noget efter kroppen.")
        body = self.lenient(self.only(children))
        if not self.valid(body):
            raise RefusedError("Beskeden følger ikke skemaet.")
        return body

    def takes_bodies(self, number: int) -> bool:
        return False

    def takes_trailers(self) -> bool:
        return False

    def only(self, children: list[etree._Element]) -> etree._Element:
        return children[0]

    def lenient(self, body: etree._Element) -> etree._Element:
        return body

    def valid(self, body: etree._Element) -> bool:
        entities = next(body.iter(etree.Entity), None)
        return entities is None and self.contract.schema.is_valid(body)

    def answer(self, body: etree._Element, version: str) -> Svar:
        try:
            request = self.messages.read_request(body)
        except ProfileError as error:
            raise RefusedError("Beskeden kan ikke læses.") from error
        return self.identify(request, self.decide(request))

    def identify(self, request: Forespoergsel, svar: Svar) -> Svar:
        return svar

    def decide(self, request: Forespoergsel) -> Svar:
        bases = [code for group in request.grupper for code in group.hjemler]
        owners = [cvr for group in request.grupper for cvr in group.myndigheder]
        limits = [limit for group in request.grupper for limit in group.afgraensninger]
        caller = request.myndighed_cvr or ""
        if any(code not in self.contract.profile.hjemler for code in bases):
            return self.unknown_basis(request)
        if any(not readable(limit.kle) for limit in limits):
            return self.fejl(request, "KLE", "Afgrænsningen kan ikke læses.")
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
        groups = tuple(self.group(request, code) for code in dict.fromkeys(bases))
        return replace_svar(request, grupper=tuple(g for g in groups if g.loebende or g.henlagte))

    def group(self, request: Forespoergsel, code: str) -> Gruppe:
        rights = [right for right in request.grupper if code in right.hjemler]
        seen = [
            case
            for case in self.asked(request)
            if self.may_see(request.myndighed_cvr or "", case)
            and any(self.covers(right, case) for right in rights)
        ]
        running = [case for case in seen if self.is_running(case, code)]
        shelved = [case for case in seen if self.is_shelved(case, code)]
        return Gruppe(
            hjemmel=code,
            loebende=tuple(self.show(case, code) for case in running),
            henlagte=tuple(self.show(case, code) for case in shelved),
        )

    def asked(self, request: Forespoergsel) -> list[Case]:
        if request.sag_uuid is not None:
            return self.looked_up(request.sag_uuid)
        return self.cases(request.cpr_nummer or "")

    def looked_up(self, uuid: str) -> list[Case]:
        return [case for case in CASES if case.uuid == uuid]

    def cases(self, cpr: str) -> list[Case]:
        return [case for case in CASES if case.cpr == cpr]

    def may_see(self, caller: str, case: Case) -> bool:
        return (caller == UDK) != (case.owner == UDK)

    def covers(self, right: Rettighed, case: Case) -> bool:
        owned = self.owned(right, case)
        limits = right.afgraensninger
        return owned and (not limits or any(self.within(limit, case) for limit in limits))

    def owned(self, right: Rettighed, case: Case) -> bool:
        return not right.myndigheder or case.owner in right.myndigheder

    def within(self, limit: Afgraensning, case: Case) -> bool:
        return (
            (limit.kle is None or self.in_kle(limit.kle, case))
            and (limit.systemer is None or self.in_system(limit.systemer, case))
            and (limit.organisationer is None or self.in_unit(limit.organisationer, case))
            and (not limit.foelsomhed or self.in_level(limit.foelsomhed, case))
        )

    def in_kle(self, kle: str, case: Case) -> bool:
        return any(low <= case.kle <= high for low, high in spans(kle))

    def in_system(self, systems: str, case: Case) -> bool:
        return case.system in systems

    def in_unit(self, units: str, case: Case) -> bool:
        return case.unit in units

    def in_level(self, level: str, case: Case) -> bool:
        return case.level <= list(self.contract.profile.foelsomheder).index(level)

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
            system_uuid=case.system,
            system_titel="Opdigtet system",
            afdeling=Afdeling(uuid=case.unit),
            primaer_klasse=klasse(case.kle),
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

    def success(self, body: str, version: str, header: str = "") -> Reply:
        return Reply(200, self.labelled(version), self.envelope(body, version, header))

    def labelled(self, version: str) -> str:
        return f"{MEDIA_TYPES[version]}; charset=utf-8"

    def envelope(self, body: str, version: str, header: str = "") -> bytes:
        return (
            f'<s:Envelope xmlns:s="{NAMESPACES[version]}">{header}'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        ).encode()

    def fault(self, refusal: RefusedError, version: str) -> Reply:
        code, status = refusal.code, 400 if refusal.code == "Sender" else 500
        if version == "1.1":
            code, status = {"Sender": "Client", "Receiver": "Server"}.get(code, code), 500
        fault = self.fault_body(code, refusal.text, version)
        return Reply(status, self.labelled(version), self.envelope(fault, version))

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
