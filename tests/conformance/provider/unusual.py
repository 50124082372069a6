"""Providers without a defect: those that are unusual but right, and those that leave rules open."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from uuid import UUID, uuid4, uuid5
from zlib import crc32

from lxml import etree
from msgspec import structs

from sf1472.dates import maaneder_foer
from sf1472.domain import Kontrolsag, Tilstand
from sf1472.hjemmel import MAANEDER, Proeve
from sf1472.message import Forespoergsel, Reaktion, Svar
from sf1472_stub.soap.envelope import SOAP11, SOAP12

from ..citizens import MANY, STK2
from ..stubbed import Modifier, Reply
from .modifiers import (
    Message,
    discloses,
    documents,
    envelopes,
    faults,
    instead,
    judges,
    keeps,
    refuses,
    says,
    sends,
    utf16,
    writes,
    writes_faults,
)

_HEADER = (
    b'<soap:Header><u:Security xmlns:u="urn:sikkerhed"><u:Created>%s</u:Created></u:Security>'
    b'<i:MessageID xmlns:i="urn:besked">%s</i:MessageID></soap:Header>'
)
_DETAIL = b'<f:ValidationError xmlns:f="http://udbyder.invalid/srv/fejl">12</f:ValidationError>'
_NODE = b"<soap:Node>http://udbyder.invalid/opt/sf1472</soap:Node>"
_ONLY_12 = (
    "<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code>"
    '<soap:Reason><soap:Text xml:lang="en">Only SOAP 1.2 is supported</soap:Text></soap:Reason>'
    "</soap:Fault>"
)
_SHOUTED = b"HTTP://Provider.Invalid:80/"
_TICKS = count()
_TWIN = UUID("14720000-0000-4000-8000-00000000001b")


def _stamped(body: bytes) -> bytes:
    """Return an envelope with a time and an id of its own in its header, beside what is there."""
    number = next(_TICKS)
    header = _HEADER % (
        f"2026-08-31T12:00:00.{number:06}Z".encode(),
        uuid4().hex.encode() + b"-" * (number % 7),  # ids are not always equally long
    )
    if b"<soap:Header>" in body:
        return body.replace(b"<soap:Header>", header.removesuffix(b"</soap:Header>"))
    return body.replace(b"<soap:Body>", header + b"<soap:Body>")


def _named(body: bytes) -> bytes:
    """Return an envelope whose Body has an id, as signed ones do."""
    return body.replace(
        b"<soap:Body>", b'<soap:Body x:Id="%s" xmlns:x="urn:x">' % uuid4().hex.encode()
    )


def _twinned(cpr: str, sager: tuple[Kontrolsag, ...]) -> tuple[Kontrolsag, ...]:
    """Return a citizen's cases, one citizen's each with a twin, so that there is an order."""
    twins = (structs.replace(sag, uuid=str(uuid5(_TWIN, sag.uuid))) for sag in sager)
    return (*sager, *twins) if cpr == MANY else sager


def _shuffled(reply: Reply, m: Message) -> Reply:
    """Return an answer whose lists stand in an order that depends on the message's bytes."""
    root = etree.fromstring(reply.body)
    for element in root.iterfind("{*}Body//*"):
        children = list(element)
        if len({child.tag for child in children}) == 1:
            element[:] = sorted(children, key=lambda e: crc32(etree.tostring(e) + m.heard.body))
    return replace(reply, body=etree.tostring(root, encoding="utf-8"))


def _one_by_one(_: Forespoergsel, svar: Svar) -> Svar:
    """Return an answer with a group for each case."""
    running = [(gruppe, (sag,), ()) for gruppe in svar.grupper for sag in gruppe.loebende]
    shelved = [(gruppe, (), (sag,)) for gruppe in svar.grupper for sag in gruppe.henlagte]
    single = [
        structs.replace(gruppe, loebende=loebende, henlagte=henlagte)
        for gruppe, loebende, henlagte in (*running, *shelved)
    ]
    return structs.replace(svar, grupper=tuple(single))


def _indented(reply: Reply, m: Message) -> Reply:
    root = etree.fromstring(reply.body)
    etree.indent(root, space="\t")
    head = b"<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n<!-- svar -->\n"
    body = head + etree.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n<!-- slut -->"
    return replace(reply, body=body, media_type=f'{m.version.media_type.upper()} ; Charset="UTF-8"')


def _with_other_prefixes(body: bytes) -> bytes:
    """Return an envelope with new prefixes for those that it declares."""
    for prefix in set(re.findall(rb"xmlns:(\w+)=", body)):
        new = f"p{uuid4().hex[:5]}".encode()
        body = re.sub(rb"(</?|\s|>|xmlns:)" + prefix + rb"(?=[:=])", rb"\1" + new, body)
    return body


def _with_detail(body: bytes) -> bytes:
    """Return a fault whose detail names an error, and in SOAP 1.2 the node that made it."""
    body = re.sub(rb"(?i)(<(soap:)?detail>).*(</(soap:)?detail>)", rb"\1" + _DETAIL + rb"\3", body)
    return body.replace(b"<soap:Detail>", _NODE + b"<soap:Detail>")


def _more_specific(body: bytes) -> bytes:
    """Return a fault whose code says more, as each version lets it."""
    body = body.replace(b">soap:Client<", b">soap:Client.SchemaError<")
    subcode = b"<soap:Subcode><soap:Value xmlns:f='urn:f'>f:SchemaError</soap:Value></soap:Subcode>"
    return body.replace(b":Sender</soap:Value>", b":Sender</soap:Value>" + subcode)


def _is_11(m: Message) -> bool:
    return m.version is SOAP11


def _impossible(cpr: str | None) -> bool:
    """Say whether no CPR number is written so: its day is past 31 with 60 added."""
    return cpr is not None and int(cpr[:2]) > 91


def _refused(request: Forespoergsel, svar: Svar) -> Svar:
    if not _impossible(request.cpr_nummer):
        return svar
    fejl = Reaktion(fejl_id="9", fejl_tekst="CPR-nummeret er ikke et CPR-nummer.")
    return structs.replace(svar, grupper=(), reaktioner=(fejl,))


def _running_or_boundary(p: Proeve) -> bool:
    boundary = maaneder_foer(p.situation.dato, MAANEDER)
    return p.sag.tilstand is not Tilstand.HENLAGT or p.sag.sluttet == boundary


SHOWS_NOTHING = keeps(lambda *_: ())
"""A provider without data."""

TAKES_12_ONLY = refuses(_is_11, "VersionMismatch")
"""A provider that refuses SOAP 1.1 in order."""

SHOWS_ONLY_THE_BOUNDARY = judges("HJ-FRIST-1", _running_or_boundary)
"""Its only shelved cases lie on the boundary day."""

HIDES_STEPS = discloses(STK2, "afdeling", shelved=True)
"""It shows no steps, so nobody can tell when a case was shelved."""

ONE_VERSION: dict[str, Modifier] = {
    "VersionMismatch": TAKES_12_ONLY,
    "Status400": instead(_is_11, Reply(400, "text/plain", b"Bad Request")),
    "Status415": instead(_is_11, Reply(415, "text/plain", b"")),
    "FaultIn12": instead(
        _is_11,
        Reply(500, SOAP12.content_type, SOAP12.wrap(_ONLY_12)),
    ),
    "FaultIn11": refuses(_is_11),
}
"""Providers of SOAP 1.2 alone, by how they refuse SOAP 1.1."""

UNUSUAL: dict[str, tuple[Modifier, ...]] = {
    "StampsItsHeader": envelopes(_stamped),
    "NamesItsBody": envelopes(_named),
    "WritesUtf16": utf16(declared=False),
    "DeclaresUtf16": utf16(declared=True),
    "ShufflesLists": (keeps(_twinned), sends(_shuffled)),
    "SplitsGroups": (keeps(_twinned), says(_one_by_one), sends(_shuffled)),
    "Indents": (sends(_indented), faults(_indented)),
    "ChangesPrefixes": envelopes(_with_other_prefixes),
    "CommentsInValues": (
        writes(lambda body: re.sub(rb"(SagUUID>\w{8})(-)", rb"\1<!-- k -->\2", body)),
    ),
    "NamesErrors": (writes_faults(_with_detail),),
    "SaysMoreInCodes": (writes_faults(_more_specific),),
    "ShoutsItsHost": (
        documents(
            lambda body: body.replace(b"http://provider.invalid/", b"HTTP://Provider.Invalid:80/")
        ),
    ),
    "RefusesImpossibleNumbers": (says(_refused),),
    "FaultsOnImpossibleNumbers": (
        refuses(lambda m: m.request is not None and _impossible(m.request.cpr_nummer)),
    ),
}
"""Providers that answer as few do, and break no rule."""
