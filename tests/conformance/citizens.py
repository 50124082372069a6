"""The shipped test citizens that decide every rule, who asks about them, and what is known."""

from __future__ import annotations

from sf1472.contract import load_contract
from sf1472.domain import Kontrolsag, Tilstand
from sf1472.universe import load_data
from sf1472_conformance.law.knowledge import Expectation

from .stubbed import DATO

UDK, AARHUS, ODENSE = "00001472", "55133018", "35209115"
STK1, STK2 = "p11a_stk1", "p11a_stk2"  # the domain's ids

MANY = "0113801016"  # Udbetaling Danmark's: running, shelved in time, shelved too long ago
BOUNDARY, TOO_OLD = "0113801004", "0113801005"  # Udbetaling Danmark's: shelved
BOTH = "0113801008"  # a running case in each sector
ENDED = "0113801009"  # Udbetaling Danmark's: ended, not shelved
SHELVED = "0113801010"  # a municipality's, shelved in time
TWO = "0113801015"  # running cases of two municipalities
UNIT = "0113801017"  # Udbetaling Danmark's: running, with its responsible unit
CITIZENS = (MANY, BOUNDARY, TOO_OLD, BOTH, ENDED, SHELVED, TWO, UNIT)

_PROFILE = load_contract().profile
_UNIVERS = load_data(_PROFILE).univers
CODES = {id_: code for code, id_ in _PROFILE.hjemler.items()}  # the contract's, by the domain's
CASES: dict[str, tuple[Kontrolsag, ...]] = {cpr: _UNIVERS.sager(cpr, DATO) for cpr in CITIZENS}
ABOUT = {sag.uuid: cpr for cpr, sager in CASES.items() for sag in sager}


def _knowledge(cpr: str) -> Expectation:
    """Return all that a municipality may see of a citizen with running and ended cases only."""
    shown = [s.ejer.cvr == UDK and s.tilstand is Tilstand.LOEBENDE for s in CASES[cpr]]
    uuids = [sag.uuid for sag in CASES[cpr]]
    vises = tuple(uuid for uuid, seen in zip(uuids, shown, strict=True) if seen)
    hidden = tuple(uuid for uuid, seen in zip(uuids, shown, strict=True) if not seen)
    return Expectation(cpr, "kommune", STK2, vises, hidden, udtoemmende=True)


KNOWLEDGE = (_knowledge(BOTH), _knowledge(ENDED))
