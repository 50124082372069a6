"""What the journal keeps beside the calls: marks that an exam of a consumer leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from sf1472.timing import SYSTEM, Timing
from sf1472_stub.journal.entry import new_id

Kind = Literal["begun", "asked", "told", "left", "cut", "ended"]


class Mark(Struct, frozen=True):
    """A point in an exam.

    `kind` is `begun` and `ended` of the exam itself, `asked` when the consumer was asked to look a
    citizen up, `told` what the consumer said came of it, `left` when a caller gave up waiting, and
    `cut` when the consumer was stopped in a situation because its time was up.
    `time` is UTC; `data` says more in texts, none of them a CPR number.
    """

    id: str
    time: datetime
    kind: Kind
    data: Mapping[str, str] = {}


def new_mark(kind: Kind, data: Mapping[str, str], timing: Timing = SYSTEM) -> Mark:
    """Return a mark of this moment."""
    return Mark(new_id(timing), timing.now(), kind, data)
