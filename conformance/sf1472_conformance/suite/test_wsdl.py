"""P-WSDL: the description that the provider serves."""

from __future__ import annotations

from sf1472_conformance.plugin import rule
from sf1472_conformance.subject import Subject
from sf1472_conformance.verdict import Fails, Finding, NotRun
from sf1472_conformance.wsdl import (
    Closure,
    Description,
    compile_schemas,
    descriptions,
    fetch_closure,
    fetch_entry,
)


@rule("P-WSDL-1")
def test_wsdl_is_served(subject: Subject) -> None:
    """The address with ?wsdl gives a WSDL 1.1 document."""
    fetch_entry(subject)


@rule("P-WSDL-2")
def test_wsdl_closure_loads(subject: Subject) -> None:
    """Every import can be fetched and the schemas compile."""
    try:
        fetch_entry(subject)
    except Fails as failure:
        raise NotRun("needs_wsdl", *failure.findings) from failure
    compile_schemas(fetch_closure(subject))


@rule("P-WSDL-3")
def test_wsdl_describes_the_contract(subject: Subject) -> None:
    """Operation, soapAction and root elements are the contract's."""
    closure = _closure(subject)
    service = subject.contract.service
    expected = Description(
        service.operation,
        service.soap_version,
        service.soap_action,
        service.request_root,
        service.answer_root,
    )
    found = descriptions(closure)
    if expected not in found:
        finding = Finding(
            closure.entry, expected=str(expected), found="; ".join(map(str, found)) or "-"
        )
        raise Fails("wrong_description", finding)
    compile_schemas(closure, (service.request_root, service.answer_root))


def _closure(subject: Subject) -> Closure:
    """Return a closure that compiles; P-WSDL-1 and P-WSDL-2 judge it."""
    try:
        closure = fetch_closure(subject)
        compile_schemas(closure)
    except Fails as failure:
        raise NotRun("needs_wsdl", *failure.findings) from failure
    return closure
