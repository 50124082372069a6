"""A provider in plain Python: http.server and lxml, one file, nothing of the project imported.

Run it with the contract's folder; it prints its address. `--defect NAME` seeds a defect.
"""

from __future__ import annotations

import argparse
import re
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from lxml import etree

K = "http://www.kombit.dk/int/2017/01/01/"
CTX = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/"
SOAP = {
    "text/xml": "http://schemas.xmlsoap.org/soap/envelope/",
    "application/soap+xml": "http://www.w3.org/2003/05/soap-envelope",
}
MEDIA = {uri: name for name, uri in SOAP.items()}
UDK, CODES = "00001472", ("UDKL_11", "UDKL_11A_STK1", "UDKL_11A_STK2", "UDKL_11B")
LEVELS = ("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER")
TODAY, OLDEST = date(2026, 8, 31), date(2026, 2, 28)
ANNA, BO, CARL = "0113901001", "0113901002", "0113901003"
# number, citizen, owner, KLE, sensitivity, started, shelved
CASES = (
    (1, ANNA, UDK, "32.45.04", 0, "2026-05-01", None),
    (2, ANNA, "55133018", "32.45.04", 1, "2026-04-01", None),
    (3, BO, UDK, "27.35.08", 0, "2025-12-01", "2026-06-01"),
    (4, BO, "35209115", "32.45.04", 0, "2026-01-01", "2026-07-01"),
    (5, CARL, UDK, "32.45.04", 0, "2025-06-01", "2025-12-24"),
    (6, CARL, "35209115", "33.10.01", 2, "2026-03-01", None),
)
DEFECTS = ("none", "deadline", "sectors", "no-validation", "status")


class RefusedError(Exception):
    """A message that gets a fault; the code is SOAP 1.2's word."""

    def __init__(self, text: str, code: str = "Sender") -> None:
        super().__init__(text)
        self.code = code


class Handler(BaseHTTPRequestHandler):
    """Answers the operation and serves the contract."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    contract: ClassVar[Path]
    schema: ClassVar[etree.XMLSchema]
    defect: ClassVar[str] = "none"

    def do_GET(self) -> None:
        """Serve the contract's own files."""
        name = self.path.strip("/")
        if self.path.endswith("?wsdl"):
            name = "wsdl/KontrolsagListeHentService.wsdl"
        file = self.contract / name
        if not file.is_file():
            self.reply(405, "text/plain", b"")
            return
        here = f'address location="http://{self.headers["Host"]}/service'.encode()
        body = re.sub(rb'address location="[^"]*?/service', here, file.read_bytes())
        self.reply(200, "text/xml", body)

    def do_PUT(self) -> None:
        """Refuse."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.reply(405, "text/plain", b"")

    def do_POST(self) -> None:
        """Answer one message."""
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        media = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media not in SOAP:
            self.reply(415, "text/plain", b"")
            return
        soap = SOAP[media]
        try:
            root = parse(data)
            soap = envelope_of(root)
            self.say(200, soap, answer(message_in(root, soap, self), self.defect))
        except RefusedError as error:
            self.say(*fault(error, soap, self.defect))

    def say(self, status: int, soap: str, body: str) -> None:
        """Send an envelope."""
        text = f'<e:Envelope xmlns:e="{soap}"><e:Body>{body}</e:Body></e:Envelope>'
        self.reply(status, f"{MEDIA[soap]}; charset=utf-8", text.encode())

    def reply(self, status: int, media: str, body: bytes) -> None:
        """Send a whole HTTP answer."""
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def parse(data: bytes) -> etree._Element:
    """Read XML without a DTD."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise RefusedError("Beskeden er ikke XML.") from error
    if root.getroottree().docinfo.doctype:
        raise RefusedError("DTD tages ikke.")
    return root


def envelope_of(root: etree._Element) -> str:
    """Return the SOAP namespace of an envelope."""
    name = etree.QName(root)
    if name.namespace not in MEDIA or name.localname != "Envelope":
        raise RefusedError("Konvolutten er ukendt.", "VersionMismatch")
    return name.namespace


def message_in(root: etree._Element, soap: str, handler: Handler) -> etree._Element:
    """Return the one valid message in an envelope."""
    for block in root.iterfind(f"{{{soap}}}Header/*"):
        asked = block.get(f"{{{soap}}}mustUnderstand") in ("1", "true")
        if asked and not (block.get(f"{{{soap}}}role") or block.get(f"{{{soap}}}actor")):
            raise RefusedError("Hovedet forstås ikke.", "MustUnderstand")
    parts = [e for e in root.iterchildren("*") if etree.QName(e).localname != "Header"]
    children = list(parts[0].iterchildren("*")) if len(parts) == 1 else []
    if len(children) != 1:
        raise RefusedError("Der skal være netop én besked i netop én krop.")
    body = children[0]
    known = body.tag == f"{{{K}}}KontrolsagListeHent_I"
    if not known or not (handler.defect == "no-validation" or handler.schema.validate(body)):
        raise RefusedError("Beskeden følger ikke skemaet.")
    return body


def answer(body: etree._Element, defect: str) -> str:
    """Return the answer's XML."""
    head = {
        name: body.findtext(f".//{{{CTX}}}{name}") or ""
        for name in ("TransaktionsId", "TransaktionsTid")
    }
    problem, groups = decide(body, defect)
    fejl = (
        f"<c:SvarReaktion><c:Fejl><c:FejlId>1</c:FejlId><c:FejlTekst>{problem}</c:FejlTekst></c:Fejl></c:SvarReaktion>"
        if problem
        else ""
    )
    listed = f"<KontrolsagGruppeListe>{groups}</KontrolsagGruppeListe>" if groups else ""
    return (
        f'<KontrolsagListeHent_O xmlns="{K}" xmlns:c="{CTX}"><c:HovedOplysningerSvar>'
        f"<c:TransaktionsId>{escape(head['TransaktionsId'])}</c:TransaktionsId>"
        f"<c:TransaktionsTid>{escape(head['TransaktionsTid'])}</c:TransaktionsTid>{fejl}"
        f"</c:HovedOplysningerSvar>{listed}</KontrolsagListeHent_O>"
    )


def decide(body: etree._Element, defect: str) -> tuple[str, str]:
    """Return the business error, or the groups of cases."""
    caller = body.findtext(f".//{{{CTX}}}MunicipalityCVR") or ""
    groups = body.findall(f".//{{{K}}}SagDataAfgrGruppe")
    bases = list(dict.fromkeys(texts(body, "LovDataAfgr")))
    if set(bases) - set(CODES):
        return "Hjemlen er ukendt.", ""
    if any(spans(kle) is None for kle in texts(body, "KLEDataAfgr")):
        return "KLE-afgrænsningen kan ikke læses.", ""
    if caller != UDK and set(texts(body, "VirksomhedCVRNummer")) - {UDK, caller}:
        return "En kommune kan ikke søge hos en anden kommune.", ""
    asked = [
        case
        for case in CASES
        if case[1] in texts(body, "PartCPRNummer") or uuid(case) in texts(body, "SagUUID")
        if defect == "sectors" or (caller == UDK) != (case[2] == UDK)
    ]
    return "", "".join(group(base, asked, groups, defect) for base in bases)


def group(base: str, cases: list[tuple], rights: list[etree._Element], defect: str) -> str:
    """Return one group of cases, empty when it would show none."""
    mine = [right for right in rights if base in texts(right, "LovDataAfgr")]
    seen = [case for case in cases if any(covers(right, case) for right in mine)]
    narrow = base == "UDKL_11A_STK1"
    running = "".join(show(case, narrow) for case in seen if case[6] is None)
    oldest = date.min if defect == "deadline" else OLDEST
    ended = [c for c in seen if c[6] is not None and date.fromisoformat(c[6]) >= oldest]
    shelved = "" if narrow else "".join(show(case, narrow) for case in ended)
    lists = (("KontrolsagListe", running), ("HenlagtKontrolsagListe", shelved))
    inner = "".join(f"<{name}>{content}</{name}>" for name, content in lists if content)
    return (
        f"<KontrolsagGruppe><LovDataAfgr>{base}</LovDataAfgr>{inner}</KontrolsagGruppe>"
        if inner
        else ""
    )


def covers(right: etree._Element, case: tuple) -> bool:
    """Say whether a group of rights covers a case."""
    owners, limits = texts(right, "VirksomhedCVRNummer"), right.findall(f".//{{{K}}}SagDataAfgr")
    return (not owners or case[2] in owners) and (
        not limits or any(within(limit, case) for limit in limits)
    )


def within(limit: etree._Element, case: tuple) -> bool:
    """Say whether a case lies in one restriction."""
    kle, level = limit.findtext(f"{{{K}}}KLEDataAfgr"), limit.findtext(f"{{{K}}}SagFoelsomhed")
    systems = limit.findtext(f"{{{K}}}SystemDataAfgr")
    fits = kle is None or any(low <= case[3] <= high for low, high in spans(kle) or [])
    fits = fits and (systems is None or uuid(case, "aa") in systems)
    fits = fits and limit.find(f"{{{K}}}OrganisationDataAfgr") is None
    return fits and (level not in LEVELS or case[4] <= LEVELS.index(level))


def spans(kle: str) -> list[tuple[str, str]] | None:
    """Return first and last subject of each part of a restriction, None when it cannot be read."""
    term, found = r"(?:\*|\d\d\.(?:\*|\d\d\.(?:\*|\d\d)))", []
    for part in kle.split(","):
        match = re.fullmatch(rf"\s*({term})(?:-({term}))?\s*", part)
        if match is None:
            return None
        low, high = match[1], match[2] or match[1]
        found.append((low.rstrip("*"), high.rstrip("*") + "\uffff" if "*" in high else high))
    return found


def show(case: tuple, narrow: bool) -> str:
    """Return one case's XML."""
    klasse = f"<KlasseIdentifikation>{uuid(case, 'bb')}</KlasseIdentifikation>"
    named = "<KlasseBrugervendtNoegle>{0}</KlasseBrugervendtNoegle><KlasseTitel>{0}</KlasseTitel>"
    subject, theme = (klasse + named.format(name) for name in (case[3], "tema"))
    days = [day for day in (case[5], case[6]) if day]
    steps = "".join(
        f"<SagStatusSkridt><SagStatus>Skridt</SagStatus><SagStatusFra>{day}T12:00:00Z</SagStatusFra></SagStatusSkridt>"
        for day in days
    )
    status = "" if narrow else f"<SagStatusListe>{steps}</SagStatusListe>"
    return (
        f"<KontrolsagStruktur><SagUUID>{uuid(case)}</SagUUID>"
        f"<SagEjer><VirksomhedCVRNummer>{case[2]}</VirksomhedCVRNummer></SagEjer>"
        f"<SagMasterSystemInstans><ItSystemInstansIdentifikation>{uuid(case, 'aa')}"
        "</ItSystemInstansIdentifikation><ItSystemInstansTitel>System</ItSystemInstansTitel>"
        f"</SagMasterSystemInstans><SagPrimaerKlasse>{subject}</SagPrimaerKlasse>"
        f"<SagKontroltemaListe><SagKontroltemaklasse>{theme}</SagKontroltemaklasse>"
        "</SagKontroltemaListe>"
        f"{status}</KontrolsagStruktur>"
    )


def uuid(case: tuple, kind: str = "00") -> str:
    """Return a UUID that belongs to a case."""
    return f"14720000-0000-4000-8000-0000000000{kind}".replace("0000000000", f"{case[0]:010}")


def texts(element: etree._Element, name: str) -> list[str]:
    """Return the texts of all descendants of a name."""
    return [found.text or "" for found in element.iter(f"{{{K}}}{name}")]


def escape(text: str) -> str:
    """Return text as XML."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )


def fault(error: RefusedError, soap: str, defect: str) -> tuple[int, str, str]:
    """Return status, SOAP namespace and XML of a fault."""
    old = soap == SOAP["text/xml"]
    status = 500 if old or error.code != "Sender" else 400
    if old:
        code = {"Sender": "Client"}.get(error.code, error.code)
        text = f"<faultcode>e:{code}</faultcode><faultstring>{error}</faultstring>"
    else:
        text = (
            f"<e:Code><e:Value>e:{error.code}</e:Value></e:Code>"
            f'<e:Reason><e:Text xml:lang="da">{error}</e:Text></e:Reason>'
        )
    return 200 if defect == "status" else status, soap, f"<e:Fault>{text}</e:Fault>"


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contract", type=Path)
    parser.add_argument("--defect", choices=DEFECTS, default="none")
    arguments = parser.parse_args()
    Handler.contract, Handler.defect = arguments.contract, arguments.defect
    xsd = arguments.contract / "common/service/KontrolsagListeHentInterface.xsd"
    Handler.schema = etree.XMLSchema(etree.parse(str(xsd)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}/service/KontrolsagListeHentService", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
