"""Defects that show between answers, and at random."""

from __future__ import annotations

from msgspec.structs import replace

from sf1472.message import Forespoergsel, Gruppe, Svar
from sf1472_stub import Stub

from ...citizens import CASES, CODES, STK1, UNIT
from ...stubbed import Handler
from ..modifiers import Message, asks, discloses, groups, refuses, says, where, without
from .register import defect

MIDNIGHT = "2026-05-02T23:59:59Z"


def _silent(svar: Svar, *, when: bool) -> Svar:
    return replace(svar, grupper=()) if when else svar


def forgets(stub: Stub, inner: Handler) -> Handler:
    """Show cases in the first transaction that asks, and in no other."""
    first: dict[object, str] = {}

    def change(request: Forespoergsel, svar: Svar) -> Svar:
        question = (request.cpr_nummer, request.myndighed_cvr, request.grupper)
        asked = first.setdefault(question, request.transaktions_id)
        return _silent(svar, when=asked != request.transaktions_id)

    return says(change)(stub, inner)


def _repeats(request: Forespoergsel) -> bool:
    return any(len(set(group.hjemler)) < len(group.hjemler) for group in request.grupper)


def _less_under_stk1(_: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return stk. 1's group without one of the running cases."""
    hidden = CASES[UNIT][0].uuid if gruppe.hjemmel == CODES[STK1] else ""
    return replace(gruppe, loebende=tuple(s for s in gruppe.loebende if s.uuid != hidden))


def _routed(m: Message) -> bool:
    """Say whether a message names its route, which no fixed probe does."""
    return m.valid and m.body is not None and m.body.find(".//{*}Rute") is not None


defect("ForgetsNowAndThen", {"P-META-6", "P-META-7", "P-META-11"}, forgets)
defect(
    "LooksAtTheTime",
    {"P-META-7"},
    says(lambda request, svar: _silent(svar, when=request.transaktions_tid == MIDNIGHT)),
)
defect("HidesSomeUnderStk1", {"P-META-9"}, groups(_less_under_stk1))
defect(
    "StumblesOverRepetition",
    {"P-META-10"},
    says(lambda request, svar: _silent(svar, when=_repeats(request))),
)
defect(
    "ReadsTheFirstGroup",
    {"P-META-11"},
    asks(lambda request: replace(request, grupper=request.grupper[:1])),
)

defect("StumblesOverRoutes", {"P-GEN-1"}, refuses(_routed, "Receiver"))
defect("ForgetsSectorsOnRoutes", {"P-GEN-2"}, where(_routed, without("HJ-SEKTOR-1", "HJ-SEKTOR-3")))
defect("ShowsStepsOnRoutes", {"P-GEN-3"}, where(_routed, discloses(STK1, "status")))
defect(
    "LosesIdsOnRoutes",
    {"P-GEN-4"},
    where(_routed, says(lambda _, svar: replace(svar, transaktions_id="tabt"))),
)
