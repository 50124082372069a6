"""Every rule matters: switched off alone, each lets through what it alone withholds."""

from datetime import date
from typing import Any

import pytest

from sf1472.domain import Fagsystem, Kontrolsag, Tilstand
from sf1472.hjemmel import REGLER, Situation, parse_kle
from sf1472.message import Afdeling

from .eksempel import (
    DATO,
    EN_ANDEN,
    ODENSE,
    SAG,
    STK1,
    begraens,
    henlagt,
    sag,
    spoerg,
    tema,
    vurdering,
)

# rule: a situation and a case that this rule alone withholds
KUN_DEN: dict[str, tuple[Situation, Kontrolsag]] = {
    "HJ-ANDRE-1": (spoerg(egen_ydelse="32.06.08"), sag(ydelse="32.06.08")),
    "HJ-BORGER-1": (spoerg(), sag(cpr=EN_ANDEN)),
    "HJ-DATA-1": (
        spoerg(begraens(systemer=frozenset({"x"}))),
        sag(fagsystem=Fagsystem("y", "Y")),
    ),
    "HJ-DATA-2": (
        spoerg(begraens(organisationer=frozenset({"x"}))),
        sag(afdeling=Afdeling(uuid="y")),
    ),
    "HJ-DATA-3": (spoerg(begraens(foelsomhed="fortrolig")), sag(foelsomhed="foelsom")),
    "HJ-DATA-4": (spoerg(begraens(myndigheder=frozenset({ODENSE.cvr}))), SAG),
    "HJ-FRIST-1": (spoerg(), henlagt(date(2025, 11, 14))),
    "HJ-FRIST-2": (spoerg(), sag(tilstand=Tilstand.AFSLUTTET, sluttet=DATO)),
    "HJ-KLE-1": (spoerg(begraens(kle=parse_kle("27.*"))), SAG),
    "HJ-LOV-2": (spoerg(hjemler=(STK1,)), henlagt(DATO)),
    "HJ-SEKTOR-1": (spoerg(), sag(ejer=ODENSE)),
    "HJ-TEMA-1": (spoerg(), sag(kontroltemaer=(tema("ukendt"),))),
}
# HJ-SEKTOR-1 implies it: the caller's own cases are of the caller's sector. It shows in the trace.
KUN_I_SPORET = {"HJ-SEKTOR-3": (spoerg(), sag(ejer=spoerg().kalder))}


def uden(navn: str) -> Any:
    """Return the decision with one rule switched off."""
    return vurdering(regler={id_: regel for id_, regel in REGLER.items() if id_ != navn})


def test_every_rule_has_its_situation() -> None:
    """A new rule needs a situation here."""
    assert set(KUN_DEN) | set(KUN_I_SPORET) == set(REGLER)


@pytest.mark.parametrize("navn", sorted(KUN_DEN))
def test_a_rule_switched_off_changes_the_outcome(navn: str) -> None:
    """With the rule the case is withheld, and by it alone; without it the case is disclosed."""
    situation, case = KUN_DEN[navn]
    assert vurdering().afgoer(situation, [case]) == ()
    assert [spor.brudt for spor in vurdering().spor(situation, [case])] == [(navn,)]
    assert uden(navn).afgoer(situation, [case]) != ()


@pytest.mark.parametrize("navn", sorted(KUN_I_SPORET))
def test_an_implied_rule_switched_off_changes_the_trace(navn: str) -> None:
    """The trace names the rule where it applies, and does not when it is switched off."""
    situation, case = KUN_I_SPORET[navn]
    (spor,) = vurdering().spor(situation, [case])
    (less,) = uden(navn).spor(situation, [case])
    assert set(spor.brudt) - set(less.brudt) == {navn}
