"""SOAP faults: the technical errors of `fixtures/soapfejl.toml`, written in both SOAP versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from sf1472.contract import SchemaError
from sf1472.data.blanks import filled
from sf1472.universe import Fixtures
from sf1472_stub.soap.envelope import SOAP11, SOAP12, SoapVersion
from sf1472_stub.soap.spyne_import import Fault

DETAIL = "urn:sf1472-testkit:fejl"
_CODES_11 = {"Sender": "Client", "Receiver": "Server"}


class _Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kode: str
    tekst: str
    status: int | None = None
    proev_igen_om: int | None = None


@cache
def definitions() -> Mapping[str, _Definition]:
    """Return the shipped faults by id."""
    return Fixtures().named_records("soapfejl.toml", _Definition)


class SoapFault(Fault):  # type: ignore[misc]
    """A fault to answer with; raised anywhere between the socket and the service.

    Parameters: `id_` a fault of `soapfejl.toml`; `version` the SOAP version to answer in, if
    already known; `errors` schema errors to list in the detail; `not_understood` qualified names
    of header blocks (SOAP 1.2, part 1, 5.4.8); `values` what the text's placeholders stand for.
    """

    def __init__(
        self,
        id_: str,
        *,
        version: SoapVersion | None = None,
        errors: tuple[SchemaError, ...] = (),
        not_understood: tuple[str, ...] = (),
        **values: Any,
    ) -> None:
        self.definition = definitions()[id_]
        self.id = id_
        self.version = version
        self.errors = errors
        self.not_understood = not_understood
        super().__init__(self.definition.kode, filled(self.definition.tekst, values))


@dataclass(frozen=True)
class FaultMessage:
    """A fault ready to send: HTTP status, the whole envelope, and HTTP headers of its own."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def write_fault(fault: SoapFault, version: SoapVersion, headers: str = "") -> FaultMessage:
    """Write `fault` as an envelope of `version` with the status that its binding asks for.

    `headers` are header blocks to send beside those that the fault itself wants.
    """
    if version is SOAP11:
        content = _fault_11(fault)
        status = 500  # SOAP 1.1, 6.2
    else:
        content = _fault_12(fault)
        status = 400 if fault.definition.kode == "Sender" else 500  # SOAP 1.2 part 2, table 20
    headers += _headers(fault, version)
    seconds = fault.definition.proev_igen_om
    http = () if seconds is None else (("retry-after", str(seconds)),)
    return FaultMessage(fault.definition.status or status, version.wrap(content, headers), http)


def _fault_11(fault: SoapFault) -> str:
    code = _CODES_11.get(fault.definition.kode, fault.definition.kode)
    # SOAP 1.1, 4.4: detail is for errors in the body only
    detail = f"<detail>{_detail(fault)}</detail>" if not fault.not_understood else ""
    return (
        f"<soap:Fault><faultcode>soap:{code}</faultcode>"
        f"<faultstring>{escape(fault.faultstring)}</faultstring>{detail}</soap:Fault>"
    )


def _fault_12(fault: SoapFault) -> str:
    return (
        f"<soap:Fault><soap:Code><soap:Value>soap:{fault.definition.kode}</soap:Value></soap:Code>"
        '<soap:Reason><soap:Text xml:lang="da">'
        f"{escape(fault.faultstring)}</soap:Text></soap:Reason>"
        f"<soap:Detail>{_detail(fault)}</soap:Detail></soap:Fault>"
    )


def _detail(fault: SoapFault) -> str:
    """Write the kit's own detail: the fault's id and each schema error without what was found."""
    rows = "".join(
        f"<f:skemafejl xpath={quoteattr(error.xpath)} linje={quoteattr(str(error.line))}"
        f" forventet={quoteattr(error.expected)}/>"
        for error in fault.errors
    )
    return f'<f:fejl xmlns:f="{DETAIL}" id={quoteattr(fault.id)}>{rows}</f:fejl>'


def _headers(fault: SoapFault, version: SoapVersion) -> str:
    """Write the header blocks that SOAP 1.2 wants beside two of its faults (part 1, 5.4.7-8)."""
    if version is not SOAP12:
        return ""
    if fault.definition.kode == "VersionMismatch":
        return (
            "<soap:Upgrade>"
            f'<soap:SupportedEnvelope qname="a:Envelope" xmlns:a="{SOAP12.namespace}"/>'
            f'<soap:SupportedEnvelope qname="b:Envelope" xmlns:b="{SOAP11.namespace}"/>'
            "</soap:Upgrade>"
        )
    return "".join(_not_understood(tag) for tag in fault.not_understood)


def _not_understood(tag: str) -> str:
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if not namespace:
        return f"<soap:NotUnderstood qname={quoteattr(local)}/>"
    return f"<soap:NotUnderstood qname={quoteattr('n:' + local)} xmlns:n={quoteattr(namespace)}/>"
