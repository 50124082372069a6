"""Exams of consumers under a virtual clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sf1472.contract import Contract, load_contract
from sf1472_conformance.catalogue import Role
from sf1472_conformance.consumer.agreement import Agreement
from sf1472_conformance.consumer.conduct import End, conduct
from sf1472_conformance.consumer.judging import judge_journal
from sf1472_conformance.consumer.situations import ExpectedSituation, load_situations
from sf1472_conformance.consumer.venue import LookupRequest, Venue
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.run import Run
from sf1472_conformance.texts import ending
from sf1472_stub.exam import ExamSituation as Examined
from sf1472_stub.journal.export import as_lines

from .anvender import AARHUS, SYSTEM, UDK, UNIT, Anvender, Outcome
from .defects_svar import used
from .virtual import DATO, Net, examined

AGREEMENT = Agreement(
    myndighed=AARHUS,
    hjemler=("p11a_stk2",),
    myndigheder=(UDK,),
    kle="32.*",
    foelsomhed="FOELSOMME_PERSONOPLYSNINGER",
    systemer=(SYSTEM,),
    organisationer=(UNIT,),
)
LARGE = "S-SVAR-6"  # ten thousand cases take a second of real time


class Driven:
    """Lets a consumer do its lookups, one after the other, a second apart."""

    together = True

    def __init__(self, consumer: Anvender, net: Net, *, tells: bool = True) -> None:
        self._consumer = consumer
        self._net = net
        self._tells = tells

    def run(self, venue: Venue, requests: tuple[LookupRequest, ...], *_: object) -> End:
        """Look everyone up, and tell what came of it."""
        for request in requests:
            day = request.day.isoformat() if request.day is not None else None
            outcome = self._look_up(request.citizen, day)
            self._net.clock.seconds += 1.0
            if self._tells:
                more = {} if outcome.cases is None else {"cases": str(outcome.cases)}
                more |= {} if day is None else {"date": day}
                venue.tell(request.situation.id, outcome.word, **more)
        return End(ending("command", code=0))

    def _look_up(self, citizen: str, day: str | None) -> Outcome:
        try:
            return self._consumer.look_up(citizen, day)
        except Exception as error:
            if used(error):
                return Outcome("used", 0)
            raise


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The shipped contract."""
    return load_contract()


def held(
    kind: type[Anvender], script: tuple[ExpectedSituation, ...], *, tells: bool = True
) -> list[bytes]:
    """Hold an exam of a consumer and return its journal."""
    shown = tuple(Examined(s.id, s.title.da, s.scenarie, "", s.lookups) for s in script)
    with examined(shown) as (net, venue):
        consumer = kind(net, net.stub.path)
        conduct(venue, script, Driven(consumer, net, tells=tells), DATO, timing=net.clock)
        return list(as_lines(net.stub.journal))


@pytest.fixture(scope="session")
def judged(contract: Contract) -> Callable[..., Run]:
    """Hold an exam of a consumer and judge it."""

    def judge(
        kind: type[Anvender],
        *,
        large: bool = False,
        tells: bool = True,
        agreement: Agreement | None = AGREEMENT,
        **parts: Any,
    ) -> Run:
        script = tuple(s for s in load_situations().values() if large or s.id != LARGE)
        lines = held(kind, script, tells=tells)
        selection = Selection(role=Role.CONSUMER, **parts)
        return judge_journal(lines, contract, agreement, selection)

    return judge
