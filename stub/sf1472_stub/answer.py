"""From a decision to the answer's bytes: cases written and validated once, large answers joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from lxml import etree

from sf1472.contract import Contract, SchemaError
from sf1472.domain import Kontrolsag, Skridt
from sf1472.hjemmel import Videregivelse, Videregivelsesgruppe
from sf1472.message import (
    Forespoergsel,
    Messages,
    Reaktion,
    Ready,
    Statusskridt,
    VistKontrolsag,
)

_Key = tuple[frozenset[str], frozenset[str]]
_LISTS = ("loebende", "henlagte")


class InvalidAnswer(Exception):  # noqa: N818 - the word for it everywhere else
    """Our own answer breaks the contract; it is never sent. `errors` say where."""

    def __init__(self, errors: tuple[SchemaError, ...]) -> None:
        self.errors = errors
        super().__init__("; ".join(str(error) for error in errors))


class AnswerWriter:
    """Writes valid answers of one contract.

    Every answer is validated. Where the schema allows it (`Contract.composable`), a case's text is
    validated when it is first written, and then two cases per list prove the whole answer.
    """

    def __init__(self, contract: Contract, messages: Messages) -> None:
        self._schema = contract.schema
        self._messages = messages
        self._composable = contract.composable
        self._codes = {id_: code for code, id_ in contract.profile.hjemler.items()}
        self._texts: WeakKeyDictionary[Kontrolsag, dict[_Key, Ready]] = WeakKeyDictionary()

    def write(
        self,
        request: Forespoergsel,
        grupper: Sequence[Videregivelsesgruppe] = (),
        reaktioner: Sequence[Reaktion] = (),
    ) -> str:
        """Return the answer's body element. Raises InvalidAnswer when it breaks the contract.

        HJ-EKKO-1: the request's TransaktionsId and TransaktionsTid come back as they were.
        """
        answer = {
            "transaktions_id": request.transaktions_id,
            "transaktions_tid": request.transaktions_tid,
            "reaktioner": reaktioner,
            "grupper": [self._group(gruppe) for gruppe in grupper],
        }
        text = self._messages.write_answer(answer)
        self._check(self._messages.write_answer(_shortened(answer)) if self._composable else text)
        return text

    def _group(self, gruppe: Videregivelsesgruppe) -> dict[str, Any]:
        return {
            "hjemmel": self._codes[gruppe.hjemmel],
            "loebende": [self._text(v) for v in gruppe.loebende],
            "henlagte": [self._text(v) for v in gruppe.henlagte],
        }

    def _text(self, vist: Videregivelse) -> Ready:
        texts = self._texts.get(vist.sag)
        if texts is None:
            texts = self._texts[vist.sag] = {}
        key = (vist.felter, vist.temaer)
        text = texts.get(key)
        if text is None:
            text = texts[key] = self._messages.case_text(vis(vist))
            self._check_alone(text)
        return text

    def _check_alone(self, text: Ready) -> None:
        """Validate one case in an answer of its own, in each of the lists it may stand in."""
        group = {"hjemmel": next(iter(self._codes.values())), "loebende": (), "henlagte": ()}
        for name in _LISTS:
            answer = {
                "transaktions_id": "-",
                "transaktions_tid": "2000-01-01T00:00:00Z",
                "reaktioner": (),
                "grupper": [{**group, name: [text]}],
            }
            self._check(self._messages.write_answer(answer))

    def _check(self, text: str) -> None:
        element = etree.fromstring(text)
        if not self._schema.is_valid(element):
            raise InvalidAnswer(self._schema.errors(element))


def _shortened(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with at most two cases in each list."""
    grupper = [
        {**gruppe, **{name: gruppe[name][:2] for name in _LISTS}} for gruppe in answer["grupper"]
    ]
    return {**answer, "grupper": grupper}


def vis(vist: Videregivelse) -> VistKontrolsag:
    """Return the case as the message shows it: what the legal basis allows, and no more.

    Existence and theme always (Lov om Udbetaling Danmark § 11 a, stk. 1, nr. 1 and 2).
    """
    sag, felter = vist.sag, vist.felter
    return VistKontrolsag(
        uuid=sag.uuid,
        ejer_cvr=sag.ejer.cvr,
        ejer_navn=sag.ejer.navn,
        system_uuid=sag.fagsystem.uuid,
        system_titel=sag.fagsystem.titel,
        primaer_klasse=sag.primaer_klasse,
        kontroltemaer=tuple(tema for tema in sag.kontroltemaer if tema.noegle in vist.temaer),
        afdeling=sag.afdeling if "afdeling" in felter else None,
        handlingsklasse=sag.handlingsklasse if "handlingsklasse" in felter else None,
        afgoerelse=sag.afgoerelse if "afgoerelse" in felter else None,
        status=tuple(_skridt(skridt) for skridt in sag.skridt) if "status" in felter else (),
    )


def _skridt(skridt: Skridt) -> Statusskridt:
    til = skridt.til.isoformat() if skridt.til is not None else None
    return Statusskridt(skridt.tekst, skridt.fra.isoformat(), til)
