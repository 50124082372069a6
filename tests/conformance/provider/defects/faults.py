"""Defects in faults, and in how hostile messages are met."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace

from sf1472_stub import Stub
from sf1472_stub.soap.envelope import SOAP11, SOAP12

from ...stubbed import Handler, Reply
from ..modifiers import (
    Message,
    fault,
    fault_name,
    faults,
    instead,
    is_fault,
    on_post,
    reads,
    takes,
    utf16,
    writes_faults,
)
from .answers import referring
from .register import defect

_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
_UNAVAILABLE = Reply(503, "text/plain", b"")
_BAD_REQUEST = Reply(400, "text/plain", b"bad request")
_TEXT = re.compile(rb"(</faultstring>|</soap:Text>)")


def _telling(body: bytes, text: bytes) -> bytes:
    """Return a fault with more in its text."""
    return _TEXT.sub(lambda match: b" " + text + match[1], body)


def _malformed(m: Message) -> bool:
    return m.root is None and bool(m.heard.body) and b"<!DOCTYPE" not in m.heard.body


def _expanded(body: bytes) -> bytes:
    """Read a message with a DTD as one without, its entities replaced."""
    head, _, rest = body.partition(b"]>\n")
    name = b"root:x:0:0" if b"passwd" in head else b"voks"
    return re.sub(rb"&(fil|a9);", name, rest) if rest else body


def _quoting(reply: Reply, m: Message) -> Reply:
    """Return a fault that quotes the values in the message."""
    values = b" ".join(re.findall(rb">([\w.:+-]+)<", m.heard.body))
    return replace(reply, body=_telling(reply.body, values))


def _guilty(body: bytes) -> bytes:
    """Return a fault that takes the sender's blame."""
    return body.replace(b"soap:Client<", b"soap:Server<").replace(
        b"soap:Sender<", b"soap:Receiver<"
    )


def staggers(stub: Stub, inner: Handler) -> Handler:
    """Give no answer after one message with a DTD and another that could not be read."""
    last: deque[bytes] = deque((b"", b""), maxlen=2)

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        bad = b'id="DTD"' in last[0] and b'id="IKKE_XML"' in last[1]
        if bad and not is_fault(reply):
            reply = _UNAVAILABLE
        last.append(reply.body)
        return reply

    return on_post(way)(stub, inner)


defect(
    "DropsMalformedMessages",
    {"P-FEJL-1", "P-FEJL-27", "P-FEJL-28"},
    instead(_malformed, _BAD_REQUEST),
)
defect("TakesDtds", {"P-FEJL-8"}, takes(lambda m: b"<!ENTITY ord " in m.heard.body))
defect(
    "FaultsIn12Only",
    {"P-FEJL-9"},
    faults(lambda reply, _: fault(SOAP12, fault_name(reply))),
)
defect(
    "FaultsWithoutLanguage",
    {"P-FEJL-9"},
    writes_faults(lambda body: body.replace(b' xml:lang="da"', b"")),
)
defect(
    "QualifiesFaultParts",
    {"P-FEJL-9"},
    writes_faults(lambda body: re.sub(rb"(</?)(fault(code|string)>)", rb"\1soap:\2", body)),
)
defect(
    "FaultsWith200In11",
    {"P-FEJL-10"},
    faults(lambda reply, m: replace(reply, status=200) if m.version is SOAP11 else reply),
)
defect("FaultsWith500", {"P-FEJL-11"}, faults(lambda reply, _: replace(reply, status=500)))
defect(
    "TakesTheBlame",
    {"P-FEJL-12"},
    faults(lambda reply, _: replace(reply, status=500, body=_guilty(reply.body))),
)
defect(
    "TellsWhereItBroke",
    {"P-FEJL-26"},
    writes_faults(lambda body: _telling(body, b"at dk.eksempel.Laeser(Laeser.java:42)")),
)
defect(
    "TellsWhereItBrokeInUtf16",
    {"P-FEJL-26"},
    writes_faults(lambda body: _telling(body, b"java.lang.NullPointerException")),
    *utf16(declared=False),
)
defect(
    "TellsWhereItLies",
    {"P-FEJL-26"},
    writes_faults(lambda body: _telling(body, b"Se &#47;srv/sf1472/skema.xsd")),
)
defect(
    "HasCodesOfItsOwn",
    {"P-FEJL-12"},
    writes_faults(
        lambda body: re.sub(
            rb"<(faultcode)>soap:Client<", rb'<\1 xmlns:f="urn:fejl">f:SkemaFejl<', body
        )
    ),
)
defect(
    "GuessesTheEncoding",
    {"P-FEJL-27"},
    reads(lambda b: b if b[:2] in _MARKS_16 else b.decode("utf-8", "replace").encode()),
)
defect(
    "SkipsForbiddenCharacters",
    {"P-FEJL-28"},
    reads(lambda body: body.replace(b"&#0;", b"nul")),
)
defect("QuotesTheMessageInFaults", {"P-MIN-5"}, faults(_quoting))
defect("QuotesInReferences", {"P-MIN-5"}, faults(_quoting), writes_faults(referring))
defect("QuotesInUtf16", {"P-MIN-5"}, faults(_quoting), *utf16(declared=False))

defect("StaggersAfterBadMessages", {"P-ROBUST-1"}, staggers)
defect(
    "AnswersAnEmptyPost",
    {"P-ROBUST-2"},
    instead(lambda m: not m.heard.body, Reply(200, "text/plain", b"")),
)
defect(
    "FearsLargeMessages",
    {"P-ROBUST-3"},
    instead(lambda m: len(m.heard.body) > 10_000, Reply(413, "text/plain", b"")),
)
defect(
    "DropsDeepMessages",
    {"P-ROBUST-4"},
    instead(lambda m: b"<d><d>" in m.heard.body, Reply(200, "", b"")),
)
defect("ReadsEntities", {"P-FEJL-8", "P-ROBUST-5", "P-ROBUST-6"}, reads(_expanded))
