"""Keeping calls: each into the journal, with a line about it in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from itertools import islice

from sf1472.hjemmel import Spor
from sf1472_stub.exam import Exam
from sf1472_stub.journal import Entry, Journal, Judgement, with_journal
from sf1472_stub.provider.business import Besvarelse
from sf1472_stub.scenarios.playing import Played
from sf1472_stub.service.record import Record

TRACED = 100  # judgements that the journal keeps of one call
log = logging.getLogger("sf1472_stub")


class Keeper:
    """Keeps records of calls.

    Parameters: `trace` gives what the law said of each case behind an answer; `soap_action` is the
    contract's; `show_cpr` whether the journal keeps CPR numbers; `exam` the exam that the calls
    belong to, if any.
    """

    def __init__(
        self,
        journal: Journal,
        trace: Callable[[Besvarelse], Iterator[Spor]],
        soap_action: str,
        *,
        show_cpr: bool = False,
        exam: Exam | None = None,
    ) -> None:
        self._journal = journal
        self._trace = trace
        self._soap_action = soap_action
        self._show_cpr = show_cpr
        self._exam = exam

    async def keep(self, record: Record, played: Played) -> None:
        """Keep an answered call. Raises KitError when the journal cannot be written."""
        entry = record.entry(played, self._soap_action, self._judgements(played.besvarelse))
        if not self._show_cpr:
            entry = entry.masked()
        await with_journal(self._journal, self._journal.append, entry)
        _log(entry)

    async def left(self, record: Record) -> None:
        """Note in the exam that the caller gave up waiting for an answer."""
        if self._exam is not None:
            data = {"call": record.id, "seconds": f"{record.seconds:.3f}"}
            await with_journal(self._journal, self._exam.note, "left", data)

    def _judgements(self, besvarelse: Besvarelse | None) -> Iterator[Judgement]:
        if besvarelse is not None:
            for spor in islice(self._trace(besvarelse), TRACED):
                yield Judgement(spor.sag.uuid, spor.hjemmel, spor.brudt)


def _log(entry: Entry) -> None:
    log.info(
        "SOAP %s  %s  %s  %s%.1f ms",
        entry.soap_version or "-",
        entry.status or "-",
        entry.fault or ", ".join(entry.fejl) or entry.outcome,
        f"scenarie {entry.scenario}  " if entry.scenario else "",
        entry.milliseconds,
    )
