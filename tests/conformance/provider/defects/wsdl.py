"""Defects in the served description."""

from __future__ import annotations

import re

from ...stubbed import Modifier, Reply
from ..modifiers import documents, serves
from .register import defect

NOT_FOUND = Reply(404, "text/plain", b"")
_PATTERN = rb'<xs:pattern value="\[0-9\]\{8\}"/>'
_ADDRESS = rb"\1http://anden.invalid/"
_PART = rb'\1<wsdl:part name="mere" type="xs:string" xmlns:xs="urn:x"/>'


def lacks(end: str) -> Modifier:
    """Serve nothing at addresses with this end."""
    return serves(lambda url, reply: NOT_FOUND if url.endswith(end) else reply)


defect("ServesNoWsdl", {"P-WSDL-1"}, lacks("?wsdl"))
defect("LacksOneImport", {"P-WSDL-2"}, lacks("UUIDType.xsd"))
defect(
    "ServesBrokenSchema",
    {"P-WSDL-2"},
    documents(lambda body: body.replace(b'base="xs:string"', b'base="xs:strong"')),
)
defect(
    "DescribesAnotherAction",
    {"P-WSDL-3"},
    documents(lambda body: re.sub(rb'soapAction="[^"]*"', b'soapAction="urn:anden"', body)),
)
defect(
    "NamesAnotherAddress",
    {"P-WSDL-4"},
    documents(lambda body: re.sub(rb'(address location=")[^"]*', _ADDRESS, body)),
)
defect(
    "BindsRpc",
    {"P-WSDL-5"},
    documents(lambda body: body.replace(b'style="document"', b'style="rpc"')),
)
defect(
    "AddsAPart",
    {"P-WSDL-6"},
    documents(lambda body: re.sub(rb"(<wsdl:part [^>]*/>)", _PART, body)),
)
defect("ServesALaxSchema", {"P-WSDL-7"}, documents(lambda body: re.sub(_PATTERN, b"", body)))
