"""The contract's two messages: requests and answers as domain objects, both ways."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from lxml import etree
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472.errors import ProfileError
from sf1472.message.codec import Codec, Ready
from sf1472.message.model import Forespoergsel, Svar, VistKontrolsag

_T = TypeVar("_T")
_CASE = ("grupper", "loebende")


class Messages:
    """Reads and writes the messages of `contract`.

    Reading expects a body element that the contract's schema has found valid; raises ProfileError
    when a valid message lacks what the domain cannot do without (then the profile is at fault).
    """

    def __init__(self, contract: Contract) -> None:
        profile, service = contract.profile, contract.service
        self._file = profile.file
        self._request = Codec(service.request_root, profile.request, profile.namespaces)
        self._answer = Codec(service.answer_root, profile.answer, profile.namespaces)

    def read_request(self, body: etree._Element) -> Forespoergsel:
        """Return the request in `body`."""
        return self._convert(self._request.read(body), Forespoergsel)

    def write_request(self, request: Forespoergsel) -> str:
        """Return the body element of `request` as text; `processing` is not written."""
        return self._request.write(replace(request, processing=()))

    def read_answer(self, body: etree._Element) -> Svar:
        """Return the answer in `body`."""
        return self._convert(self._answer.read(body), Svar)

    def write_answer(self, answer: Any) -> str:
        """Return the body element of `answer`: a `Svar`, or a mapping with its terms."""
        return self._answer.write(answer)

    def around_groups(self) -> tuple[str, str, str, str]:
        """Return what stands before the groups of an answer, around each group, and after them.

        With these a document of any number of groups can be written one group at a time.
        """
        group = {"hjemmel": "-", "loebende": (), "henlagte": ()}
        head = {"transaktions_id": "-", "transaktions_tid": "2000-01-01T00:00:00Z"}
        text = self._answer.write({**head, "grupper": [group]})
        content = self._answer.inner(("grupper",), group)
        start = text.index(content)
        end = start + len(content)
        opening, closing = text.rindex("<", 0, start), text.index(">", end) + 1
        return text[:opening], text[opening:start], text[end:closing], text[closing:]

    def group_text(self, group: Any) -> str:
        """Return the content of one group: a mapping with a group's terms."""
        return self._answer.inner(("grupper",), group)

    def case_text(self, sag: VistKontrolsag) -> Ready:
        """Return the content of one case's structure, to be put into `write_answer`."""
        return self._answer.inner(_CASE, sag)

    def _convert(self, terms: dict[str, Any], kind: type[_T]) -> _T:
        try:
            return msgspec.convert(terms, kind)
        except msgspec.ValidationError as error:
            raise ProfileError(
                self._file,
                f"en gyldig besked mangler noget, som profilen skulle have fundet: {error}",
            ) from error
