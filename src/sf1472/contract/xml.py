"""Reading the contract's own files: trusted XML, clear errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from sf1472.errors import ContractError

XSD = "http://www.w3.org/2001/XMLSchema"


def parse_file(file: Path) -> etree._ElementTree:
    """Parse one file of a contract. Raises ContractError with file, line and what is wrong."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.parse(str(file), parser)
    except OSError as error:
        raise ContractError(file, "filen findes ikke eller kan ikke læses") from error
    except etree.XMLSyntaxError as error:
        raise ContractError(file, f"er ikke XML: {error.msg}", line=error.lineno) from error


def xsd_roots(folder: Path) -> Iterator[etree._Element]:
    """Yield the root of every XSD below a contract's folder. Raises ContractError."""
    for file in sorted(folder.rglob("*.xsd")):
        yield parse_file(file).getroot()
