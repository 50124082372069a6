"""Every named test citizen shows what its sentence says, whatever the stub's date."""

from datetime import date
from typing import Any

import pytest

from sf1472.contract import Profile
from sf1472.domain import EgenSag, Kontrolsag, Myndighed
from sf1472.hjemmel import (
    Hjemmelsvurdering,
    Indstillinger,
    Krav,
    Situation,
    load_hjemmelsdata,
    parse_kle,
)
from sf1472.universe import Data

DATOER = ["2024-02-29", "2024-08-31", "2026-03-29", "2026-05-15", "2027-01-01"]
STK1, STK2 = "p11a_stk1", "p11a_stk2"
UDK, AARHUS, KOEBENHAVN, FREDERIKSBERG = "00001472", "55133018", "64942212", "11259979"

Antal = tuple[int, int]

# CPR number: (running, shelved) for a municipality under stk. 1 and 2, and for UDK under stk. 1
# and 2, when each asks about the citizen without any restriction.
VIST: dict[str, tuple[Antal, Antal, Antal, Antal]] = {
    "0113801001": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801002": ((0, 0), (0, 0), (1, 0), (1, 0)),
    "0113801003": ((0, 0), (0, 1), (0, 0), (0, 0)),
    "0113801004": ((0, 0), (0, 1), (0, 0), (0, 0)),
    "0113801005": ((0, 0), (0, 0), (0, 0), (0, 0)),
    "0113801006": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801007": ((0, 0), (0, 0), (0, 0), (0, 0)),
    "0113801008": ((1, 0), (1, 0), (1, 0), (1, 0)),
    "0113801009": ((0, 0), (0, 0), (0, 0), (0, 0)),
    "0113801010": ((0, 0), (0, 0), (0, 0), (0, 1)),
    "0113801011": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801012": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801013": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801014": ((1, 0), (1, 0), (0, 0), (0, 0)),
    "0113801015": ((0, 0), (0, 0), (2, 0), (2, 0)),
    "0113801016": ((1, 0), (1, 1), (0, 0), (0, 0)),
    "0113801017": ((1, 0), (1, 0), (0, 0), (0, 0)),
}
EN_ENHED = frozenset({"14720000-0000-4000-8000-00000000af01"})
EN_ANDEN_ENHED = frozenset({"14720000-0000-4000-8000-00000000af02"})

# What a sentence says beyond the table: CPR number, caller, narrowing, expected under stk. 2.
SAERLIGT: dict[str, tuple[str, str, dict[str, Any], Antal]] = {
    "1004-boundary-day-out": ("0113801004", FREDERIKSBERG, {"graensedag_med": False}, (0, 0)),
    "1009-ended-shown": ("0113801009", FREDERIKSBERG, {"vis_afsluttede": True}, (1, 0)),
    "1011-below-vip": ("0113801011", FREDERIKSBERG, {"foelsomhed": "foelsom"}, (0, 0)),
    "1011-vip": ("0113801011", FREDERIKSBERG, {"foelsomhed": "vip"}, (1, 0)),
    "1014-elsewhere": ("0113801014", FREDERIKSBERG, {"kle": parse_kle("32.45.*")}, (0, 0)),
    "1014-there": ("0113801014", FREDERIKSBERG, {"kle": parse_kle("32.06.08")}, (1, 0)),
    "1015-one-of-two": ("0113801015", UDK, {"myndigheder": frozenset({AARHUS})}, (1, 0)),
    "1017-another-unit": ("0113801017", FREDERIKSBERG, {"organisationer": EN_ANDEN_ENHED}, (0, 0)),
    "1017-the-unit": ("0113801017", FREDERIKSBERG, {"organisationer": EN_ENHED}, (1, 0)),
}

# Asked by the caller's own case instead of the CPR number: CPR number, owner, expected.
MED_EGEN_SAG: dict[str, tuple[str, str, Antal]] = {
    "1001-another-benefit": ("0113801001", KOEBENHAVN, (1, 0)),
    "1002-another-benefit": ("0113801002", UDK, (1, 0)),
    "1012-same-benefit": ("0113801012", AARHUS, (0, 0)),
    "1013-theme-without-meaning": ("0113801013", KOEBENHAVN, (0, 0)),
}


class Verden:
    """The shipped law and data on one day."""

    def __init__(self, profile: Profile, data: Data, dato: date) -> None:
        self.stige = tuple(profile.foelsomheder.values())
        self.data = data
        self.law = load_hjemmelsdata(data.fixtures, data.register, profile)
        self.dato = dato

    def antal(
        self, kalder: str, cpr: str, hjemmel: str, egen: EgenSag | None = None, **snaevert: Any
    ) -> Antal:
        """Return how many running and shelved cases the caller is told of."""
        settings = {"graensedag_med", "vis_afsluttede"}
        vurdering = Hjemmelsvurdering(
            self.law.hjemler,
            self.law.matrix,
            self.data.register.ydelser,
            self.stige,
            Indstillinger(**{key: snaevert.pop(key) for key in settings & set(snaevert)}),
        )
        situation = Situation(
            kalder=self.myndighed(kalder),
            cpr=cpr,
            dato=self.dato,
            hjemler=(hjemmel,),
            krav=(Krav(frozenset({hjemmel}), **snaevert),),
            egen_ydelse=egen.ydelse if egen else None,
        )
        grupper = vurdering.afgoer(situation, self.sager(cpr))
        return sum(len(g.loebende) for g in grupper), sum(len(g.henlagte) for g in grupper)

    def myndighed(self, cvr: str) -> Myndighed:
        """Return an authority by its CVR number."""
        return self.data.register.myndigheder[cvr]

    def sager(self, cpr: str) -> tuple[Kontrolsag, ...]:
        """Return the citizen's cases."""
        return self.data.univers.sager(cpr, self.dato)


@pytest.fixture(params=DATOER)
def verden(request: pytest.FixtureRequest, profile: Profile, data: Data) -> Verden:
    """Return the shipped law and data, on each of several days in turn."""
    return Verden(profile, data, date.fromisoformat(request.param))


def test_every_citizen_stands_in_the_table(data: Data) -> None:
    """A new test citizen needs a line here."""
    assert sorted(data.univers.testborgere) == sorted(VIST)


@pytest.mark.parametrize("cpr", sorted(VIST))
def test_a_citizen_shows_what_it_is_for(verden: Verden, cpr: str) -> None:
    """A municipality and UDK, each under stk. 1 and 2, are told of just these cases."""
    shown = tuple(
        verden.antal(kalder, cpr, hjemmel)
        for kalder in (FREDERIKSBERG, UDK)
        for hjemmel in (STK1, STK2)
    )
    assert shown == VIST[cpr]


@pytest.mark.parametrize("name", sorted(SAERLIGT))
def test_a_restriction_or_setting_shows_what_the_sentence_says(verden: Verden, name: str) -> None:
    """Where the sentence speaks of a restriction or a setting, it does what is said."""
    cpr, kalder, snaevert, expected = SAERLIGT[name]
    assert verden.antal(kalder, cpr, STK2, **snaevert) == expected


@pytest.mark.parametrize("name", sorted(MED_EGEN_SAG))
def test_the_callers_own_case_matters_as_the_sentence_says(verden: Verden, name: str) -> None:
    """Where the sentence speaks of the caller's own case, asking by it gives what is said."""
    cpr, kalder, expected = MED_EGEN_SAG[name]
    (egen,) = verden.data.univers.testborgere[cpr].egne_sager
    assert egen.ejer == verden.myndighed(kalder)
    assert verden.data.univers.egen_sag(egen.uuid) == egen
    assert verden.antal(kalder, cpr, STK2, egen) == expected


def test_a_case_of_several_themes_shows_them_all(verden: Verden) -> None:
    """The citizen with several themes has three that all matter to a municipality."""
    (sag,) = verden.sager("0113801006")
    temaer = verden.law.matrix.relevante(
        verden.data.register.ydelser[verden.myndighed(AARHUS).sektor]
    )
    assert len(sag.kontroltemaer) == 3
    assert {tema.noegle for tema in sag.kontroltemaer} <= temaer


def test_the_two_sectors_see_each_others_case(verden: Verden) -> None:
    """Where both have a case, the ones seen are different ones."""
    owners = {sag.ejer.cvr for sag in verden.sager("0113801008")}
    assert owners == {UDK, KOEBENHAVN}
    assert verden.antal(KOEBENHAVN, "0113801008", STK2) == (1, 0)


def test_no_named_citizen_can_be_a_real_person(data: Data) -> None:
    """Every named CPR number has a month that does not exist."""
    assert all(13 <= int(cpr[2:4]) <= 99 for cpr in data.univers.testborgere)


def test_an_unknown_own_case_is_none(data: Data) -> None:
    """A UUID that is no authority's own case gives None, and a control case's UUID does too."""
    (sag,) = data.univers.sager("0113801001", date(2026, 5, 15))
    assert data.univers.egen_sag("14720000-0000-4000-8000-ffffffffffff") is None
    assert data.univers.egen_sag(sag.uuid) is None
