"""Answers spoiled on purpose: each distortion changes one thing a consumer should notice."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree
from msgspec.structs import replace

from sf1472.contract import Contract, Group, Leaf
from sf1472_stub.http.delivery import Response
from sf1472_stub.soap.addressing import NAMESPACE

OTHER_NAMESPACE = "urn:sf1472-testkit:et-andet-navnerum"
FOREIGN_ID = "sf1472-et-andet-kald"
FOREIGN_MESSAGE = "urn:uuid:14720000-0000-4000-8000-00000000a11d"


class Distorter:
    """Distorts answers of one contract; remembers the last answer, for the stale one."""

    def __init__(self, contract: Contract) -> None:
        answer = contract.profile.answer
        self._namespace = contract.service.namespace
        self._id = _leaf(answer, "transaktions_id")
        self._time = _leaf(answer, "transaktions_tid")
        self._cases = _group(answer, "grupper", "loebende")
        self._last: Response | None = None
        self._by_name: dict[str, Callable[[Response], Response]] = {
            "afkortet-xml": lambda r: replace(r, body=r.body[: len(r.body) * 3 // 5]),
            "ekstra-element": lambda r: _xml(r, self._extra),
            "forkert-indholdstype": lambda r: replace(r, content_type="text/plain; charset=utf-8"),
            "forkert-navnerum": self._other_namespace,
            "forkert-relates-to": _unrelated,
            "forkert-tegnsaet": _other_charset,
            "forkert-transaktions-id": lambda r: _xml(r, self._foreign),
            "gammelt-svar": self._stale,
            "gentaget-sag": lambda r: _xml(r, self._twice),
            "manglende-element": lambda r: _xml(r, self._lacking),
            "ugyldig-xml": lambda r: replace(r, body=r.body.rstrip()[:-1] + b"x>"),
        }

    def distort(self, response: Response, names: tuple[str, ...]) -> Response:
        """Return `response` with the named distortions, in their order."""
        for name in names:
            if name in self._by_name:
                response = self._by_name[name](response)
        return response

    def remember(self, response: Response) -> None:
        """Keep an undistorted answer, so that a later call can be given it."""
        self._last = response

    def _extra(self, body: etree._Element) -> None:
        element = etree.SubElement(body, f"{{{self._namespace}}}NytIEnUnderversion")
        element.text = "Et valgfrit element, som denne version ikke kender."

    def _lacking(self, body: etree._Element) -> None:
        for element in _at(body, self._time):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)

    def _foreign(self, body: etree._Element) -> None:
        for element in _at(body, self._id):
            element.text = FOREIGN_ID

    def _twice(self, body: etree._Element) -> None:
        for element in _at(body, self._cases)[:1]:
            element.addnext(deepcopy(element))

    def _stale(self, response: Response) -> Response:
        """Return the last answer to anyone; one to this very call gets another call's id."""
        last = self._last
        if last is None or self._ids(last) == self._ids(response):
            return _xml(last or response, self._foreign)
        return last

    def _ids(self, response: Response) -> list[str | None]:
        body = etree.fromstring(response.body).find("{*}Body/*")
        return [] if body is None else [element.text for element in _at(body, self._id)]

    def _other_namespace(self, response: Response) -> Response:
        body = response.body.replace(self._namespace.encode(), OTHER_NAMESPACE.encode())
        return replace(response, body=body)


def _xml(response: Response, change: Callable[[etree._Element], None]) -> Response:
    """Return `response` with the answer's body element changed."""
    envelope = etree.fromstring(response.body)
    for body in envelope.iterfind("{*}Body"):
        for answer in body:
            change(answer)
    changed = etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")
    return replace(response, body=changed)


def _unrelated(response: Response) -> Response:
    """Let an addressed answer relate to another call."""
    envelope = etree.fromstring(response.body)
    for block in envelope.iterfind(f"{{*}}Header/{{{NAMESPACE}}}RelatesTo"):
        block.text = FOREIGN_MESSAGE
    return replace(response, body=etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"))


def _other_charset(response: Response) -> Response:
    """Encode in ISO 8859-1 what says that it is UTF-8; a comment sees to letters that show it."""
    text = response.body.decode().rstrip() + "<!-- æøå -->"
    return replace(response, body=text.encode("iso-8859-1", "xmlcharrefreplace"))


def _at(body: etree._Element, path: tuple[str, ...]) -> list[etree._Element]:
    return body.findall("/".join(path))


def _leaf(fields: tuple[Leaf | Group, ...], term: str) -> tuple[str, ...]:
    return next(field.path for field in fields if field.term == term)


def _group(fields: tuple[Leaf | Group, ...], *terms: str) -> tuple[str, ...]:
    """Return the path to a group within groups."""
    path: tuple[str, ...] = ()
    for term in terms:
        field = next(f for f in fields if f.term == term)
        path += field.path
        fields = field.fields if isinstance(field, Group) else ()
    return path
