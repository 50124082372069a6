"""Where the contract comes from: the marks in its schema's annotations, counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sf1472.contract import Contract
from sf1472.contract.xml import XSD, parse_file

MEANINGS = {
    "publiceret": "Kendt om netop denne service fra KOMBITs offentlige modelmetadata.",
    "søskende": "Aflæst i publicerede kontrakter, der er dannet af samme model med samme værktøj.",
    "antaget": "Projektets egen antagelse. Her er risikoen for afvigelser størst.",
}
_MARK = re.compile(rf"\s*\[({'|'.join(MEANINGS)})\]\s*(.*)", re.DOTALL)
_DECLARATIONS = {
    f"{{{XSD}}}attribute": "attribut",
    f"{{{XSD}}}complexType": "type",
    f"{{{XSD}}}element": "element",
    f"{{{XSD}}}enumeration": "værdi",
    f"{{{XSD}}}simpleType": "type",
}


@dataclass(frozen=True)
class Marked:
    """One declaration of the schema with its mark and what its annotation says."""

    mark: str
    kind: str
    name: str
    file: str
    text: str


@dataclass(frozen=True)
class Certainty:
    """One mark, what it means, and everything that carries it."""

    name: str
    meaning: str
    marked: tuple[Marked, ...]


def certainties(contract: Contract) -> tuple[Certainty, ...]:
    """Return the marks of a contract, the best known first; none when its schema has none."""
    found = tuple(_marked(contract))
    if not found:
        return ()
    return tuple(
        Certainty(name, meaning, tuple(item for item in found if item.mark == name))
        for name, meaning in MEANINGS.items()
    )


def _marked(contract: Contract) -> Iterator[Marked]:
    for path, file in contract.files().items():
        for documentation in parse_file(file).iter(f"{{{XSD}}}documentation"):
            match = _MARK.match(documentation.text or "")
            declaration = _declaration(documentation)
            if match is not None and declaration is not None:
                kind = _DECLARATIONS[str(declaration.tag)]
                name = declaration.get("name") or declaration.get("value") or ""
                yield Marked(match[1], kind, name, path, " ".join(match[2].split()))


def _declaration(documentation: etree._Element) -> etree._Element | None:
    """Return what an annotation describes: the element, attribute, type or value around it."""
    annotation = documentation.getparent()
    around = annotation.getparent() if annotation is not None else None
    return around if around is not None and around.tag in _DECLARATIONS else None
