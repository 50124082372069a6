"""Where in a call the citizen's number stands besides the criterion: said before it is masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from sf1472_stub.journal import Entry
from sf1472_stub.shell import Reading


def citizen_at(entry: Entry, reading: Reading) -> tuple[str, ...]:
    """Return the places, as `Entry.citizen_at` has them; none where no citizen is asked about."""
    cpr = (
        reading.request.cpr_nummer.strip() if reading.request and reading.request.cpr_nummer else ""
    )
    if not cpr or reading.envelope is None:
        return ()
    spelled = (cpr, f"{cpr[:6]}-{cpr[6:]}")
    places = ["path"] if _holds(entry.path, spelled) else []
    places += [f"header {n}" for n, value in entry.request_headers if _holds(value, spelled)]
    if sum(entry.request_body.count(text.encode()) for text in spelled) != 1:
        header, body = reading.envelope.header, reading.envelope.body
        places += (
            [f"soap {name}" for name in _elements(header, spelled)] if header is not None else []
        )
        places += [f"body {name}" for name in _elements(body, spelled, but=cpr)]
    return tuple(dict.fromkeys(places))


def _elements(
    root: etree._Element, spelled: tuple[str, str], but: str | None = None
) -> Iterator[str]:
    """Yield the local names of elements that hold the number, the first that is just `but` not."""
    for element in root.iter(etree.Element):
        values = (element.text or "", *map(str, element.attrib.values()))
        if but is not None and (element.text or "").strip() == but:
            but = None
        elif any(_holds(value, spelled) for value in values):
            yield etree.QName(element).localname


def _holds(text: str, spelled: Iterable[str]) -> bool:
    return any(spelling in text for spelling in spelled)
