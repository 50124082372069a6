"""One situation that discloses its case, to be changed in one respect at a time.

Aarhus Kommune asks after § 11 a, stk. 2, about a citizen; Udbetaling Danmark has a running case.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from sf1472.domain import Fagsystem, Kontrolsag, Myndighed, Sektor, Tilstand
from sf1472.hjemmel import (
    REGLER,
    Hjemmel,
    Hjemmelsvurdering,
    Indstillinger,
    Krav,
    Situation,
    Temamatrix,
    parse_kle,
)
from sf1472.hjemmel.regler import Regel
from sf1472.message import Afdeling, Klasse

UDK = Myndighed("00001472", "Udbetaling Danmark", Sektor.UDK)
AARHUS = Myndighed("55133018", "Aarhus Kommune", Sektor.KOMMUNE, "0751")
ODENSE = Myndighed("35209115", "Odense Kommune", Sektor.KOMMUNE, "0461")
BORGER, EN_ANDEN = "0113801001", "0113801002"
DATO = date(2026, 5, 15)
STK1, STK2, P11, P11B = "p11a_stk1", "p11a_stk2", "p11", "p11b"
ALLE = frozenset({STK1, STK2, P11, P11B})
FELTER = frozenset({"status", "afdeling", "handlingsklasse", "afgoerelse"})
STIGE = ("ikke_fortrolig", "fortrolig", "foelsom", "vip")

HJEMLER = {
    STK1: Hjemmel("§ 11 a, stk. 1", "lov", True, frozenset(), False),
    STK2: Hjemmel("§ 11 a, stk. 2", "lov", False, FELTER, True),
    P11: Hjemmel("§ 11", "antaget", False, FELTER, True),
    P11B: Hjemmel("§ 11 b", "antaget", False, FELTER, True),
}

# Themes by benefit: enligstatus matters to all of 32, formue to two groups, indkomst to 28.77.
RAEKKER = (
    ("32.*", "enligstatus"),
    ("32.03.*", "formue"),
    ("32.24.04", "formue"),
    ("28.77.*", "indkomst"),
)
MATRIX = Temamatrix((parse_kle(kle)[0], tema) for kle, tema in RAEKKER)
YDELSER = {
    Sektor.UDK: ("32.03.04", "32.06.08"),
    Sektor.KOMMUNE: ("32.24.04", "28.77.08"),
}


def tema(noegle: str) -> Klasse:
    """Return a control theme."""
    return Klasse(noegle, noegle.capitalize())


SAG = Kontrolsag(
    uuid="00000000-0000-4000-8000-000000000001",
    cpr=BORGER,
    ejer=UDK,
    fagsystem=Fagsystem("00000000-0000-4000-8000-0000000000f1", "Et system"),
    ydelse="32.06.08",
    primaer_klasse=Klasse("32.45.04", "Kontrol med sociale ydelser"),
    kontroltemaer=(tema("enligstatus"),),
    skridt=(),
    foelsomhed="fortrolig",
    afdeling=Afdeling(uuid="00000000-0000-4000-8000-0000000000a1"),
)
KRAV = Krav(ALLE)
SITUATION = Situation(AARHUS, BORGER, DATO, (STK2,), (KRAV,))


def sag(**aendret: Any) -> Kontrolsag:
    """Return the example's case with some fields changed."""
    return replace(SAG, **aendret)


def henlagt(dag: date, **aendret: Any) -> Kontrolsag:
    """Return the example's case, shelved on `dag`."""
    return sag(tilstand=Tilstand.HENLAGT, sluttet=dag, **aendret)


def spoerg(*alternativer: Krav, **aendret: Any) -> Situation:
    """Return the example's situation with other alternatives, if given, and fields changed."""
    if alternativer:
        aendret["krav"] = alternativer
    return replace(SITUATION, **aendret)


def begraens(**aendret: Any) -> Krav:
    """Return the example's requirement, narrowed."""
    return replace(KRAV, **aendret)


def vurdering(
    indstillinger: Indstillinger | None = None, regler: Mapping[str, Regel] = REGLER
) -> Hjemmelsvurdering:
    """Return the decision of the example's world."""
    return Hjemmelsvurdering(HJEMLER, MATRIX, YDELSER, STIGE, indstillinger, regler)


def ses(situation: Situation, *sager: Kontrolsag, **indstillinger: bool) -> bool:
    """Say whether anything is disclosed."""
    return bool(vurdering(Indstillinger(**indstillinger)).afgoer(situation, sager))
