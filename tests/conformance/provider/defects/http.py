"""Defects in HTTP and WS-Addressing."""

from __future__ import annotations

import re
from dataclasses import replace

from sf1472_stub.soap.envelope import BY_MEDIA_TYPE, SOAP12

from ...stubbed import Heard, Reply
from ..modifiers import hears, instead, labels, refuses, serves, writes
from .register import defect

_NOT_TAKEN = Reply(415, "text/plain", b"")
_NOTHING = Reply(200, SOAP12.content_type, SOAP12.wrap(""))
_ADDRESSING = "http://www.w3.org/2005/08/addressing"


def _as_soap(heard: Heard) -> Heard:
    """Return the request as if its media type were SOAP's."""
    if heard.media_type in BY_MEDIA_TYPE:
        return heard
    return replace(heard, headers={**heard.headers, "content-type": SOAP12.content_type})


def _as_post(heard: Heard) -> Heard:
    return replace(heard, method="POST") if heard.method == "PUT" else heard


defect("TakesAnyMediaType", {"P-HTTP-1"}, hears(_as_soap))
defect(
    "AnswersGet",
    {"P-HTTP-2"},
    serves(lambda _, reply: _NOTHING if reply.status == 405 else reply),
)
defect("TakesPut", {"P-HTTP-3"}, hears(_as_post))
defect(
    "ReadsMediaTypesByTheLetter",
    {"P-HTTP-4"},
    instead(lambda m: m.heard.content_type.partition(";")[0] not in BY_MEDIA_TYPE, _NOT_TAKEN),
)
defect("MislabelsTheEncoding", {"P-HTTP-5"}, labels(lambda said: said.replace("utf-8", "latin1")))
defect("SaysNothingOfTheEncoding", {"P-HTTP-5"}, labels(lambda said: said.partition(";")[0]))
defect(
    "DemandsAnAction",
    {"P-HTTP-6"},
    refuses(lambda m: m.version is SOAP12 and "action=" not in m.heard.content_type.lower()),
)

defect(
    "StumblesOverAddressing",
    {"P-WSA-1"},
    refuses(lambda m: any(_ADDRESSING in str(block.tag) for block in m.headers)),
)
defect(
    "RelatesToNothing",
    {"P-WSA-2"},
    writes(lambda body: re.sub(rb"<wsa:RelatesTo .*?</wsa:RelatesTo>", b"", body)),
)
defect(
    "AnswersWithoutAction",
    {"P-WSA-3"},
    writes(lambda body: re.sub(rb"<wsa:Action .*?</wsa:Action>", b"", body)),
)
