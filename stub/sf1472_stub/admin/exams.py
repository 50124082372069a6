"""The exam of a consumer: how far each situation is, and what the consumer tells of it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from starlette.responses import Response

from sf1472.dates import laes_dato
from sf1472_stub.admin.problem import Problem, answer
from sf1472_stub.admin.resource import ControlCall
from sf1472_stub.exam import Exam, Progress, Told
from sf1472_stub.journal import Journal, with_journal


class _Telling(Struct, frozen=True, forbid_unknown_fields=True):
    citizen: str
    outcome: Told
    cases: int | None = None
    date: str | None = None


class Exams:
    """Answers what is asked about an exam of a consumer."""

    def __init__(self, exam: Exam | None, journal: Journal) -> None:
        self._exam = exam
        self._journal = journal

    async def get(self, call: ControlCall) -> Response:
        """Return every situation, its citizen, and how far it is."""
        exam = self._held(call)
        progress = await with_journal(self._journal, exam.progress)
        return answer({"situations": [_view(exam, one) for one in progress]})

    async def tell(self, call: ControlCall) -> Response:
        """Note what the consumer made of the answer about a citizen."""
        exam = self._held(call)
        told = call.content(_Telling)
        situation = exam.situation_of(told.citizen)
        if situation is None:
            raise Problem(400, "borgeren er ikke i eksamen; se dem på /__admin/exam", "citizen")
        more = _more(told)
        await with_journal(self._journal, exam.told, situation, told.outcome, **more)
        return answer({"situation": situation, "outcome": told.outcome, **more}, 201)

    def _held(self, call: ControlCall) -> Exam:
        if self._exam is None:
            text = "Stubben holder ingen eksamen; start en med: sf1472 conform consumer"
            raise Problem(404, text, call.request.url.path)
        return self._exam


def _more(told: _Telling) -> dict[str, str]:
    """Return what was told besides the outcome, as texts. Raises Problem."""
    more: dict[str, str] = {}
    if told.cases is not None:
        if told.cases < 0:
            raise Problem(400, "skal være 0 eller mere", "cases")
        more["cases"] = str(told.cases)
    if told.date is not None:
        try:
            more["date"] = laes_dato(told.date).isoformat()
        except ValueError as error:
            raise Problem(400, "skal være en dato som 2026-05-01", "date") from error
    return more


def _view(exam: Exam, one: Progress) -> dict[str, Any]:
    situation = one.situation
    return {
        "id": situation.id,
        "title": situation.title,
        "expected": situation.expected,
        "scenario": situation.scenario,
        "citizen": exam.citizen(situation.id),
        "lookups": situation.lookups,
        "asked": one.asked,
        "calls": one.calls,
        "told": one.told,
    }
