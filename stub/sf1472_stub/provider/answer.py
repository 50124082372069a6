"""From a decision to the answer's bytes: cases written and validated once, large answers joined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from lxml import etree

from sf1472.contract import Contract, SchemaError
from sf1472.domain import Kontrolsag
from sf1472.hjemmel import Videregivelse, Videregivelsesgruppe, vis
from sf1472.message import Forespoergsel, Messages, Ready, Reaktion

_Key = tuple[frozenset[str], frozenset[str]]
_PROVEN = 4  # cases of a list that prove the list: two would do, see Contract.composable
_SOME_TIME = "2000-01-01T00:00:00Z"


class InvalidAnswer(Exception):  # noqa: N818 - the word for it everywhere else
    """Our own answer breaks the contract; it is never sent. `errors` say where."""

    def __init__(self, errors: tuple[SchemaError, ...]) -> None:
        self.errors = errors
        super().__init__("; ".join(str(error) for error in errors))


class _Group(NamedTuple):
    """One legal basis' cases, written; the names are the profile's terms."""

    hjemmel: str
    loebende: tuple[Ready, ...]
    henlagte: tuple[Ready, ...]

    def shortened(self) -> _Group:
        """Return the group with as many cases in each list as prove it."""
        return _Group(self.hjemmel, self.loebende[:_PROVEN], self.henlagte[:_PROVEN])


class AnswerWriter:
    """Writes valid answers of one contract; every answer is validated before it leaves.

    Where the schema allows it (`Contract.composable`), the proof is put together: each case is
    validated when its text is first written, the groups when their first few cases are first seen
    together, and the identification and reactions in every call. Else the whole is validated.
    """

    def __init__(self, contract: Contract, messages: Messages) -> None:
        self._schema = contract.schema
        self._messages = messages
        self._composable = contract.composable
        self._codes = {id_: code for code, id_ in contract.profile.hjemler.items()}
        self._texts: WeakKeyDictionary[Kontrolsag, dict[_Key, Ready]] = WeakKeyDictionary()
        self._new: list[tuple[dict[_Key, Ready], _Key, Ready]] = []
        self._prove = lru_cache(maxsize=1024)(self._check_groups)

    def write(
        self,
        request: Forespoergsel,
        grupper: Sequence[Videregivelsesgruppe] = (),
        reaktioner: Sequence[Reaktion] = (),
    ) -> str:
        """Return the answer's body element. Raises InvalidAnswer when it breaks the contract.

        HJ-EKKO-1: the request's TransaktionsId and TransaktionsTid come back as they were.
        """
        head = {
            "transaktions_id": request.transaktions_id,
            "transaktions_tid": request.transaktions_tid,
            "reaktioner": reaktioner,
        }
        groups = tuple(self._group(gruppe) for gruppe in grupper)
        text = self._messages.write_answer({**head, "grupper": [g._asdict() for g in groups]})
        if not groups or not self._composable:
            self._check(text)
        else:
            self._check(self._messages.write_answer({**head, "grupper": ()}))
            self._prove(tuple(group.shortened() for group in groups))
        return text

    def _group(self, gruppe: Videregivelsesgruppe) -> _Group:
        loebende = tuple([self._text(vist) for vist in gruppe.loebende])
        henlagte = tuple([self._text(vist) for vist in gruppe.henlagte])
        self._check_new()
        return _Group(self._codes[gruppe.hjemmel], loebende, henlagte)

    def _text(self, vist: Videregivelse) -> Ready:
        texts = self._texts.get(vist.sag)
        if texts is None:
            texts = self._texts[vist.sag] = {}
        key = (vist.felter, vist.temaer)
        text = texts.get(key)
        if text is None:
            text = texts[key] = self._messages.case_text(vis(vist))
            self._new.append((texts, key, text))
        return text

    def _check_new(self) -> None:
        """Validate the cases just written, in each of the lists a case may stand in.

        What does not hold is forgotten again, so that it is found again.
        """
        new, self._new = self._new, []
        if not new or not self._composable:
            return
        texts, code = tuple(text for *_, text in new), next(iter(self._codes.values()))
        try:
            self._check_groups((_Group(code, texts, ()),))
            self._check_groups((_Group(code, (), texts),))
        except InvalidAnswer:
            for kept, key, _ in new:
                del kept[key]
            raise

    def _check_groups(self, groups: tuple[_Group, ...]) -> None:
        """Validate groups in an answer of their own."""
        head = {"transaktions_id": "-", "transaktions_tid": _SOME_TIME, "reaktioner": ()}
        self._check(self._messages.write_answer({**head, "grupper": [g._asdict() for g in groups]}))

    def _check(self, text: str) -> None:
        element = etree.fromstring(text.encode())
        if not self._schema.is_valid(element):
            raise InvalidAnswer(self._schema.errors(element))
