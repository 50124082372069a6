"""Envelopes and faults as the kit reads them."""

from __future__ import annotations

import pytest

from sf1472_conformance.messages import soap

FAULT_12 = (
    "<soap:Fault><soap:Code><soap:Value>{code}</soap:Value></soap:Code>"
    '<soap:Reason><soap:Text xml:lang="da">Nej</soap:Text></soap:Reason></soap:Fault>'
)
FAULT_11 = "<soap:Fault><faultcode>{code}</faultcode><faultstring>Nej</faultstring></soap:Fault>"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_what_is_written_is_read(version: str) -> None:
    """What stands in the body is the same in either version."""
    envelope = soap.read(soap.write("<a>æ</a>", version))
    assert envelope.version == version
    assert [child.text for child in envelope.children] == ["æ"]
    assert envelope.fault is None


@pytest.mark.parametrize(
    ("version", "body", "code"),
    [
        ("1.1", FAULT_11.format(code="soap:Client"), "Client"),
        ("1.1", FAULT_11.format(code="soap:Client.Authentication"), "Client"),
        ("1.2", FAULT_12.format(code="soap:Sender"), "Sender"),
    ],
)
def test_good_faults(version: str, body: str, code: str) -> None:
    """A fault of the standard has no problems."""
    fault = soap.read(soap.write(body, version)).fault
    assert fault == soap.Fault(version, code, "Nej", ())


@pytest.mark.parametrize(
    ("version", "body", "problem"),
    [
        ("1.1", FAULT_11.format(code="Client"), "not in the namespace"),
        ("1.1", FAULT_11.format(code="soap:Sender"), "does not know"),
        ("1.1", FAULT_11.format(code="x:Client"), "undeclared prefix"),
        ("1.1", "<soap:Fault><faultcode>soap:Client</faultcode></soap:Fault>", "faultstring"),
        ("1.1", FAULT_12.format(code="soap:Sender"), "unexpected child"),
        ("1.1", FAULT_11.format(code="soap:Client") + "<a/>", "only child"),
        ("1.2", FAULT_12.format(code="soap:Client"), "does not know"),
        ("1.2", FAULT_12.format(code="Sender"), "not in the namespace"),
        ("1.2", FAULT_12.format(code=""), "missing or empty"),
        ("1.2", FAULT_12.replace("{code}", "soap:Sender").replace(' xml:lang="da"', ""), "lang"),
        ("1.2", "<soap:Fault><soap:Reason/><soap:Code/></soap:Fault>", "wrong order"),
        ("1.2", "<soap:Fault/>", "Reason/Text is missing"),
    ],
)
def test_bad_faults(version: str, body: str, problem: str) -> None:
    """What the version's standard forbids is named."""
    fault = soap.read(soap.write(body, version)).fault
    assert fault is not None
    assert any(problem in found for found in fault.problems), fault.problems


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<a",
        b"\xff\xfe",
        soap.write("<a/>", "1.2", doctype="<!DOCTYPE x>"),
        b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>',
    ],
    ids=["empty", "html", "broken", "bytes", "dtd", "no-body"],
)
def test_everything_else_is_no_envelope(data: bytes) -> None:
    """There is one kind of error for all of it."""
    with pytest.raises(soap.SoapError):
        soap.read(data)
