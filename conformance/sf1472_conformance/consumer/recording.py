"""What a consumer did, ready to be judged: its calls, attempt by attempt, and what it told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from lxml import etree

from sf1472.contract import Contract, load_contract
from sf1472.errors import DataError
from sf1472.message import Messages
from sf1472.universe import load_data
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.consumer.agreement import Agreement
from sf1472_conformance.consumer.attempts import (
    Attempt,
    Told,
    moment_of,
    read_attempt,
    read_told,
)
from sf1472_conformance.consumer.journal import Entry, JournalLines, Mark, read_journal
from sf1472_conformance.consumer.situations import ExpectedSituation, load_situations
from sf1472_conformance.report.structure import JudgedConsumer, SituationSeen

AGAIN = 60.0  # seconds after which another TransaktionsId is another lookup


class Recording:
    """A journal, judged by `contract` and, where it is known, `agreement`.

    `attempts` are the calls; `probes` what was sent without looking anybody up.
    The exam's own marks say which situations there were, and which scenario played each.
    """

    seed = 0  # nothing here is drawn by chance

    def __init__(
        self, journal: JournalLines, contract: Contract, agreement: Agreement | None = None
    ) -> None:
        self.contract = contract
        self.agreement = agreement
        self.marks = journal.marks
        self._scenarios = _scenarios(journal.marks)
        self._since = _since(journal.marks)
        self._left = {m.data["call"]: m for m in journal.marks if m.mark == "left"}
        messages, root = Messages(contract), contract.service.request_root
        calls = [
            read_attempt(entry, messages, root, self._left.get(entry.id), self._played(entry))
            for entry in journal.entries
        ]
        self.attempts = tuple(call for call in calls if not call.is_probe)
        self.probes = tuple(call for call in calls if call.is_probe)

    @property
    def citizens(self) -> tuple[str, ...]:
        """The citizens looked up: none are known, the journal hides their numbers."""
        return ()

    @cached_property
    def udk(self) -> str:
        """The CVR number of Udbetaling Danmark, a setting of the data."""
        return load_data(self.contract.profile).register.udk.cvr

    def citizen_in(self, body: etree._Element) -> etree._Element | None:
        """Return the element of a message that holds the citizen's number."""
        fields = self.contract.profile.request
        path = next((f.path for f in fields if f.term == "cpr_nummer"), None)
        return body.find("/".join(path)) if path is not None else None

    @cached_property
    def situations(self) -> Mapping[str, ExpectedSituation]:
        """The situations by id."""
        return {situation.id: situation for situation in self._scenarios.values()}

    @cached_property
    def ended(self) -> Wording | None:
        """How the exam ended, None when its end is not in the journal."""
        last = next((m for m in reversed(self.marks) if m.mark in ("begun", "ended")), None)
        if last is None or last.mark == "begun":
            return None
        reason = last.data.get("reason", "")
        return Wording(da=reason, en=last.data.get("reason.en", reason))

    def describe(self) -> JudgedConsumer:
        """Say what was seen, as a report does."""
        return JudgedConsumer(
            calls=len(self.attempts),
            told=sum(mark.mark == "told" for mark in self.marks),
            agreement=self.agreement is not None,
            situations=tuple(map(self._seen, self.situations.values())),
            ended=self.ended,
        )

    def _seen(self, situation: ExpectedSituation) -> SituationSeen:
        return SituationSeen(
            id=situation.id,
            title=situation.title,
            expected=situation.expected,
            forbidden=situation.forbidden,
            optional=situation.optional,
            wanted=situation.lookups,
            lookups=len(self.lookups(situation.id)),
            calls=len(self.of(situation.id)),
            told=tuple(told.outcome for told in self.told(situation.id)),
        )

    def of(self, situation: str) -> tuple[Attempt, ...]:
        """Return the attempts in a situation, oldest first."""
        return tuple(a for a in self.attempts if self.situation(a) == situation)

    def situation(self, attempt: Attempt) -> str | None:
        """Return the situation that a call was in; none where that was begun anew later."""
        played = self._scenarios.get(attempt.entry.scenario or "")
        if played is None or attempt.begun < self._since[played.id]:
            return None
        return played.id

    def told(self, situation: str) -> tuple[Told, ...]:
        """Return what the consumer said of a situation, oldest first."""
        return tuple(read_told(mark) for mark in self._marks(situation, "told"))

    def finished(self, situation: str) -> bool:
        """Say whether each lookup of a situation has an outcome, or was made and followed by life.

        One that was cut off is not finished.
        """
        known = self.situations.get(situation)
        if known is None:
            return False
        if len(self.told(situation)) >= known.lookups:
            return True
        made = self.lookups(situation)
        if len(made) < known.lookups or self.cut_after(situation, made[-1][-1].begun):
            return False
        return self.alive_after(made[-1][-1].begun)

    def lookups(self, situation: str) -> tuple[tuple[Attempt, ...], ...]:
        """Return the lookups in a situation, each the attempts at it.

        A new one begins when the consumer told what came of the last or was asked again, and with
        another TransaktionsId after a whole answer or a long pause.
        """
        found: list[list[Attempt]] = []
        for attempt in self.of(situation):
            if not found or self._anew(situation, found[-1][-1], attempt):
                found.append([])
            found[-1].append(attempt)
        return tuple(map(tuple, found))

    def alive_after(self, moment: float) -> bool:
        """Say whether the consumer gave a sign of life after `moment`: a call, or what it told."""
        calls = (attempt.begun for attempt in self.attempts)
        words = (moment_of(mark) for mark in self.marks if mark.mark == "told")
        return any(at > moment for at in (*calls, *words))

    def cut_after(self, situation: str, moment: float) -> bool:
        """Say whether the consumer was stopped in a situation after `moment`, by the exam."""
        return any(moment_of(mark) > moment for mark in self._marks(situation, "cut"))

    def gave_up(self, attempt: Attempt) -> bool:
        """Say whether the consumer hung up on a call that was not answered, and by itself."""
        if attempt.entry.outcome != "haeng":
            return True
        left = self._left.get(attempt.entry.id)
        cut = (m for m in self.marks if m.mark == "cut" and moment_of(m) > attempt.begun)
        return left is not None and not any(moment_of(mark) <= moment_of(left) for mark in cut)

    def waited(self, attempt: Attempt) -> float:
        """Return how many seconds the consumer waited in a call, as far as the journal says.

        One that did not hang up was still waiting when the exam went on without it, or ended.
        """
        if attempt.entry.outcome == "haeng" and attempt.entry.id not in self._left:
            known = ("begun", "cut", "ended")
            later = (m for m in self.marks if m.mark in known and moment_of(m) > attempt.begun)
            after = next(later, None)
            if after is not None and after.mark != "begun":
                return moment_of(after) - attempt.begun
        return attempt.ended - attempt.begun

    def _played(self, entry: Entry) -> str | None:
        known = self._scenarios.get(entry.scenario or "")
        return known.id if known is not None else entry.scenario

    def _anew(self, situation: str, last: Attempt, attempt: Attempt) -> bool:
        between = (
            mark
            for kind in ("told", "asked")
            for mark in self._marks(situation, kind)
            if last.begun < moment_of(mark) < attempt.begun
        )
        if next(between, None) is not None:
            return True
        if last.id == attempt.id:
            return False
        used = "used" in self.situations[situation].outcomes
        if last.succeeded and used:
            return True
        return attempt.begun - last.ended > AGAIN

    def _marks(self, situation: str, kind: str) -> Iterable[Mark]:
        since = self._since[situation]
        return (
            mark
            for mark in self.marks
            if mark.mark == kind
            and mark.data.get("situation") == situation
            and moment_of(mark) >= since
        )


def recording_in(file: Path) -> Recording:
    """Return the recording in a file of JSON Lines, judged by the shipped contract."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise DataError(file, "journalen kan ikke læses") from error
    return Recording(read_journal(lines, file), load_contract())


def _scenarios(marks: Iterable[Mark]) -> dict[str, ExpectedSituation]:
    """Return the exam's situations by the ids of their scenarios; unknown ones are left out."""
    known = load_situations()
    return {
        scenario: known[id_]
        for mark in marks
        if mark.mark == "begun"
        for id_, scenario in _pairs(mark)
        if id_ in known
    }


def _since(marks: Iterable[Mark]) -> dict[str, float]:
    """Return when each situation was begun, the last time if it was begun anew."""
    begun = [mark for mark in marks if mark.mark == "begun"]
    return {id_: moment_of(mark) for mark in begun for id_, _ in _pairs(mark)}


def _pairs(mark: Mark) -> list[tuple[str, str]]:
    """Return the situations that a mark begins, each with the id of its scenario."""
    pairs = (pair.partition("=") for pair in mark.data.get("situations", "").split())
    return [(id_, scenario) for id_, _, scenario in pairs]
