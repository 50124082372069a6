"""Where in a call the citizen's number stands besides the criterion: said before it is masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from sf1472.masking import MASK, decoded, spellings
from sf1472_stub.soap.envelope import SoapVersion
from sf1472_stub.soap.reading import read_remarks
from sf1472_stub.soap.shell import Reading, SoapRequest

_WOVEN = (b"&#", b"<!", b"\0")  # where these are, the bytes may say something else than they show

Spelled = tuple[str, ...]


def citizen_at(
    path: str, headers: tuple[tuple[str, str], ...], request: SoapRequest, reading: Reading
) -> tuple[str, ...]:
    """Return the places, as `Entry.citizen_at` has them; none where no citizen is asked about."""
    asked = (reading.request.cpr_nummer or "").strip() if reading.request is not None else ""
    digits = re.sub("[^0-9]", "", asked)
    if len(digits) != 10 or reading.envelope is None:
        return ()
    spelled = spellings(digits)
    places = ["path"] if _says(path, spelled) else []
    places += [
        f"header {_hidden(name, spelled)}"
        for name, value in headers
        if _holds(name, spelled) or _says(value, spelled)
    ]
    if not _stands_once(request.body, spelled):
        header, body = reading.envelope.header, reading.envelope.body
        if header is not None:
            places += [f"soap {name}" for name in _elements(header, spelled)]
        places += [f"body {name}" for name in _elements(body, spelled, but=asked)]
        places += _remarks(request, reading.envelope.version, spelled)
    return tuple(dict.fromkeys(places))


def _stands_once(content: bytes, spelled: Spelled) -> bool:
    """Say whether the criterion is the only place, by the bytes alone; a quick look."""
    if any(mark in content for mark in _WOVEN) or content.count(b"<?") > 1:
        return False
    written = {text.encode(encoding) for text in spelled for encoding in ("utf-8", "latin-1")}
    return sum(map(content.count, written)) == 1


def _elements(root: etree._Element, spelled: Spelled, but: str | None = None) -> Iterator[str]:
    """Yield the local names of elements that hold the number, the first that is just `but` not."""
    for element in root.iter(etree.Element):
        values = [*map(str, element.attrib.values()), *(child.tail or "" for child in element)]
        if but is not None and (element.text or "").strip() == but:
            but = None
        else:
            values.append(element.text or "")
        if any(_holds(value, spelled) for value in values):
            yield etree.QName(element).localname


def _remarks(request: SoapRequest, version: SoapVersion, spelled: Spelled) -> Iterator[str]:
    """Yield the places of comments and processing instructions that hold the number."""
    for remark in read_remarks(request.body, request.charset):
        if _holds(str(remark), spelled):
            ancestors = (element.tag for element in remark.iterancestors())
            within = "soap" if version.tag("Header") in ancestors else "body"
            kind = "comment" if isinstance(remark, etree._Comment) else "processing-instruction"
            yield f"{within} {kind}()"


def _says(text: str, spelled: Spelled) -> bool:
    """Say whether a header or an address holds the number, encoded or not."""
    return _holds(text, spelled) or _holds(decoded(text), spelled)


def _holds(text: str, spelled: Spelled) -> bool:
    return any(spelling in text for spelling in spelled)


def _hidden(text: str, spelled: Spelled) -> str:
    for spelling in spelled:
        text = text.replace(spelling, MASK)
    return text
