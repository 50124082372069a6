"""No namespace, element name or soapAction of the contract stands in Python code."""

from collections.abc import Iterator

import pytest
from lxml import etree

from .kildekode import ROOT, place, python_files, texts

CODE = ("bench", "conformance", "src", "stub")
XS = "{http://www.w3.org/2001/XMLSchema}"
FILES = sorted(file for file in (ROOT / "wsdl").rglob("*") if file.suffix in (".wsdl", ".xsd"))


def contract_nodes() -> Iterator[etree._Element]:
    """Yield every element of the contract's WSDL and XSD files."""
    for file in FILES:
        yield from etree.parse(file).getroot().iter("*")


@pytest.fixture(scope="module")
def element_names() -> set[str]:
    """Return the names that the contract declares elements by."""
    return {
        name
        for node in contract_nodes()
        if node.tag == XS + "element"
        if (name := node.get("name"))
    }


@pytest.fixture(scope="module")
def addresses() -> set[str]:
    """Return the contract's namespaces and soapActions."""
    found = {node.get("targetNamespace") or node.get("soapAction") for node in contract_nodes()}
    return {address for address in found if address}


def test_the_contract_has_words_to_look_for(element_names: set[str], addresses: set[str]) -> None:
    """Names, namespaces and the soapAction are found in the contract's files."""
    assert {"KontrolsagListeHent_I", "TransaktionsId", "SagUUID"} <= element_names
    assert len(addresses) == 5
    assert any(address.endswith("#KontrolsagListeHent") for address in addresses)


def test_no_element_name_stands_in_the_code(element_names: set[str]) -> None:
    """No text in the code is the name of an element of the contract."""
    found = [
        place(file, line, text)
        for file in python_files(*CODE)
        for line, text in texts(file)
        if text.strip() in element_names
    ]
    assert found == []


def test_no_namespace_or_soap_action_stands_in_the_code(addresses: set[str]) -> None:
    """No text in the code holds a namespace or soapAction of the contract."""
    found = [
        place(file, line, text)
        for file in python_files(*CODE)
        for line, text in texts(file)
        if any(address in text for address in addresses)
    ]
    assert found == []
