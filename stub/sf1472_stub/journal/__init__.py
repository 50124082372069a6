"""The journal: every call with what came, what went, and why."""

from sf1472.journal_format import Breach, Judgement
from sf1472_stub.journal.entry import Entry, new_id
from sf1472_stub.journal.mark import Kind, Mark, new_mark
from sf1472_stub.journal.masking import masked
from sf1472_stub.journal.opening import BOUND, open_journal
from sf1472_stub.journal.store import Filter, Journal, MemoryJournal, has_problem
from sf1472_stub.journal.working import with_journal

__all__ = [
    "BOUND",
    "Breach",
    "Entry",
    "Filter",
    "Journal",
    "Judgement",
    "Kind",
    "Mark",
    "MemoryJournal",
    "has_problem",
    "masked",
    "new_id",
    "new_mark",
    "open_journal",
    "with_journal",
]
