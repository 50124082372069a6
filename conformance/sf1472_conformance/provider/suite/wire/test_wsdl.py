"""P-WSDL: the description that the provider serves."""

from __future__ import annotations

from lxml import etree

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages import soap
from sf1472_conformance.provider import asking, mutations, reading
from sf1472_conformance.provider.binding import (
    addresses,
    misbound,
    parts_without_element,
    same_address,
)
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.provider.wsdl import (
    Closure,
    Description,
    compile_schemas,
    descriptions,
    fetch_closure,
    fetch_entry,
)
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotRun


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


@rule("P-WSDL-4")
def test_wsdl_names_its_address(subject: Subject) -> None:
    """One of the ports has the address that the kit calls."""
    closure = _closure(subject)
    found = addresses(closure)
    if same_address(subject.settings.url) not in map(same_address, found):
        expected, shown = subject.settings.url, ", ".join(found) or "-"
        raise Fails("other_address", Finding(closure.entry, expected=expected, found=shown))


@rule("P-WSDL-5")
def test_binding_is_document_literal(subject: Subject) -> None:
    """Every SOAP binding is document/literal over HTTP."""
    closure = _closure(subject)
    for what in misbound(closure):
        raise Fails("not_literal", Finding(closure.entry, found=what))


@rule("P-WSDL-6")
def test_parts_name_elements(subject: Subject) -> None:
    """Every message has one part, and it names an element."""
    closure = _closure(subject)
    for message in parts_without_element(closure):
        raise Fails("part_without_element", Finding(closure.entry, found=message))


@rule("P-WSDL-7")
def test_schemas_agree(subject: Subject) -> None:
    """The served schema takes what the contract's takes, and refuses what it refuses."""
    closure, service = _closure(subject), subject.contract.service
    try:
        schema = compile_schemas(closure, (service.request_root, service.answer_root))
    except Fails as failure:
        raise NotRun("needs_wsdl", *failure.findings) from failure
    good = asking.tell(subject, asking.plain_request(subject))
    for body in (
        subject.messages.write_request(asking.plain_request(subject)),
        _answer(subject, good),
    ):
        element = soap.parse(body.encode())
        if subject.contract.schema.is_valid(element) and not schema.validate(element):
            found = schema.error_log[0].message
            raise Fails("schema_disagrees", Finding(closure.entry, found=found), Finding(good))
    for body in mutations.every(subject, *mutations.KINDS):
        if schema.validate(soap.parse(body.encode())):
            raise Fails("schema_disagrees", Finding(closure.entry, found=body))


def _answer(subject: Subject, exchange: Exchange) -> str:
    return etree.tostring(
        reading.answer(subject, exchange).body, encoding="unicode", with_tail=False
    )


def _closure(subject: Subject) -> Closure:
    """Return a closure that compiles; P-WSDL-1 and P-WSDL-2 judge it."""
    try:
        closure = fetch_closure(subject)
        compile_schemas(closure)
    except Fails as failure:
        raise NotRun("needs_wsdl", *failure.findings) from failure
    return closure
