"""Providers that answer otherwise than before, for calls sent again."""

from __future__ import annotations

from msgspec.structs import replace

from sf1472.message import Reaktion

from ..stubbed import Heard, Modifier, Reply, Stubbed
from .defects import DEFECTS
from .defects.answers import naming
from .modifiers import Message, faults, says, writes
from .unusual import UNUSUAL


def _ends(_: Reply, __: Message) -> Reply:
    """End the connection."""
    raise ConnectionAbortedError


_NOTICES = tuple(Reaktion(advis_id=str(number), advis_tekst="Bemærk") for number in range(40))

SKIPS = DEFECTS["SkipsUnknownElements"].modifiers
"""Takes what it should refuse, and answers it as if it were an ordinary message."""

BREAKS_OFF: tuple[Modifier, ...] = (faults(_ends),)
"""Ends the connection instead of refusing."""

OTHER_IDS = (says(lambda _, svar: replace(svar, transaktions_id="en-anden")), *SKIPS)
"""Breaks the same rule, with one element otherwise in its answer."""

VERBOSE = (says(lambda _, svar: replace(svar, reaktioner=_NOTICES)), *SKIPS)
"""Breaks the same rule in an answer with many notices."""

STAMPED = (*UNUSUAL["StampsItsHeader"], *SKIPS)
"""Breaks the same rule, with times and ids of its own in the header."""

LONG = (
    writes(lambda body: body.replace(b"</soap:Body>", b"<!-- 1 -->" * 800 + b"</soap:Body>")),
    *STAMPED,
)
"""Does so in an answer that no report shows the whole of."""

HIDES_THE_CITIZEN = (naming(lambda cpr: f"99{cpr}99"),)
"""Names the citizen in the middle of a longer number."""


class Changing(Stubbed):
    """Answers as `now` does, which a test can change while it is served."""

    def __init__(self) -> None:
        super().__init__(lambda *_: self._answer)
        self.now = Stubbed()

    def _answer(self, heard: Heard) -> Reply:
        return self.now.handler(heard)
