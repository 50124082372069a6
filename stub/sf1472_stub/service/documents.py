"""The contract as the stub serves it: a WSDL to build clients from, and the files as they are."""

from __future__ import annotations

from pathlib import Path
from posixpath import dirname, join, normpath

from lxml import etree

from sf1472.contract import Contract
from sf1472.contract.service import WSDL
from sf1472.contract.xml import parse_file

POLICY_NAMESPACES = frozenset(
    {"http://www.w3.org/ns/ws-policy", "http://schemas.xmlsoap.org/ws/2004/09/policy"}
)


class Documents:
    """The contract's files under `files_url`, and its service WSDL made for one address."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._files = contract.files()

    def file(self, path: str) -> Path | None:
        """Return the contract's own file at `path`, or None."""
        return self._files.get(path)

    def wsdl(self, address: str, files_url: str) -> bytes:
        """Return the service WSDL for the endpoint `address`, imports pointing under `files_url`.

        Policies are left out with what imports only them: security is off, and a client that reads
        them would demand tokens that nobody issues.
        """
        entry = self._contract.profile.wsdl
        tree = parse_file(self._contract.folder / entry)
        root = tree.getroot()
        for element in list(root.iter("{*}*")):
            name = etree.QName(element)
            if name.namespace in POLICY_NAMESPACES:
                _drop(element)
            elif name.localname == "import" and name.namespace == WSDL:
                self._point(element, entry, files_url)
            elif name.localname == "address" and element.get("location") is not None:
                element.set("location", address)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")

    def _point(self, element: etree._Element, entry: str, files_url: str) -> None:
        """Make an import absolute, or drop it when its target holds nothing but policies."""
        path = normpath(join(dirname(entry), element.get("location", "")))
        if self._only_policies(path):
            _drop(element)
        else:
            element.set("location", f"{files_url}/{path}")

    def _only_policies(self, path: str) -> bool:
        file = self._files.get(path)
        if file is None:
            return False
        children = [e for e in parse_file(file).getroot() if isinstance(e.tag, str)]
        content = [e for e in children if e.tag != f"{{{WSDL}}}documentation"]
        return bool(content) and all(etree.QName(e).namespace in POLICY_NAMESPACES for e in content)


def _drop(element: etree._Element) -> None:
    """Take an element out and keep the white space after it."""
    parent = element.getparent()
    if parent is not None:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (element.tail or "")
        parent.remove(element)
