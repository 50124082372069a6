"""HJ-TAVS-1: what may not be told cannot be told from what is not there, byte for byte."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from sf1472.contract import load_contract
from sf1472.domain import Kontrolsag
from sf1472.universe.cprnumre import STRATEGIER, CprNumre
from sf1472_stub import Stub, StubSettings

from ..caller import AARHUS, DATO, KOEBENHAVN, UDK, Caller

HJEMLER = tuple(load_contract().profile.hjemler)
NUMRE = CprNumre(STRATEGIER["umulig"], 1)


class Erased:
    """A stub from whose universe cases can be taken away."""

    def __init__(self) -> None:
        self.stub = Stub(StubSettings(dato=DATO))
        self.kept: set[str] = set()
        self.all = self.stub.data.univers.sager
        self.stub.data.univers.sager = self.sager  # type: ignore[assignment]

    def sager(self, cpr: str, dato: date) -> tuple[Kontrolsag, ...]:
        """Return the cases that are kept."""
        return tuple(sag for sag in self.all(cpr, dato) if sag.uuid in self.kept)


@pytest.mark.parametrize("kalder", [AARHUS, KOEBENHAVN, UDK])
@pytest.mark.parametrize("hjemmel", HJEMLER)
def test_an_answer_is_the_same_where_the_withheld_cases_never_were(
    caller: Caller, kalder: str, hjemmel: str
) -> None:
    """Every named citizen and two hundred others; the erased stub holds what was shown, no more."""
    erased, withheld = Erased(), 0
    full = caller.server.stub.provider
    citizens = [*caller.server.stub.data.univers.testborgere, *map(NUMRE.nummer, range(200))]
    for cpr in citizens:
        body = etree.fromstring(caller.body(cpr=cpr, kalder=kalder, hjemler=(hjemmel,)))
        request = full.messages.read_request(body)
        answer = full.svar(request)
        erased.kept = {e.text or "" for e in etree.fromstring(answer).iter("{*}SagUUID")}
        withheld += len(erased.all(cpr, DATO)) - len(erased.kept)
        assert erased.stub.provider.svar(request) == answer
    assert withheld > 20
