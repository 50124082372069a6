"""Each rule at its boundary: what is disclosed just inside, what is withheld just outside."""

from datetime import date
from typing import Any

import pytest

from sf1472.domain import Fagsystem, Tilstand
from sf1472.hjemmel import Indstillinger, Krav
from sf1472.message import Afdeling

from .eksempel import (
    AARHUS,
    ALLE,
    BORGER,
    DATO,
    EN_ANDEN,
    FELTER,
    ODENSE,
    P11,
    P11B,
    SAG,
    STIGE,
    STK1,
    STK2,
    UDK,
    begraens,
    henlagt,
    sag,
    ses,
    spoerg,
    tema,
    vurdering,
)

AFSLUTTET: dict[str, Any] = {"tilstand": Tilstand.AFSLUTTET, "sluttet": DATO}


def test_the_example_is_disclosed() -> None:
    """The situation that the other tests change gives its one case."""
    (gruppe,) = vurdering().afgoer(spoerg(), [SAG])
    assert (gruppe.hjemmel, gruppe.henlagte) == (STK2, ())
    assert [v.sag for v in gruppe.loebende] == [SAG]


def test_another_citizens_case_is_withheld() -> None:
    """HJ-BORGER-1: only cases of the citizen asked about."""
    assert not ses(spoerg(), sag(cpr=EN_ANDEN))


@pytest.mark.parametrize(
    ("kalder", "ejer", "expected"),
    [
        pytest.param(AARHUS, AARHUS, False, id="kommune-itself"),
        pytest.param(AARHUS, ODENSE, False, id="kommune-to-kommune"),
        pytest.param(AARHUS, UDK, True, id="kommune-to-udk"),
        pytest.param(UDK, ODENSE, True, id="udk-to-kommune"),
        pytest.param(UDK, UDK, False, id="udk-itself"),
    ],
)
def test_only_the_other_sectors_cases(kalder: Any, ejer: Any, expected: bool) -> None:
    """HJ-SEKTOR-1 and 3: the sector is the owner's, and the caller's own cases never count."""
    assert ses(spoerg(kalder=kalder), sag(ejer=ejer)) is expected


@pytest.mark.parametrize(
    ("myndigheder", "expected"),
    [
        pytest.param(None, [AARHUS.cvr, ODENSE.cvr], id="absent"),
        pytest.param({AARHUS.cvr, ODENSE.cvr}, [AARHUS.cvr, ODENSE.cvr], id="both"),
        pytest.param({ODENSE.cvr}, [ODENSE.cvr], id="one"),
        pytest.param({UDK.cvr}, [], id="own-sector"),
    ],
)
def test_the_owners_to_search(myndigheder: Any, expected: list[str]) -> None:
    """`MyndighedDataAfgrListe` narrows to the owners named; without it all are searched."""
    afgraenset = frozenset(myndigheder) if myndigheder is not None else None
    grupper = vurdering().afgoer(
        spoerg(begraens(myndigheder=afgraenset), kalder=UDK),
        [sag(ejer=AARHUS), sag(ejer=ODENSE)],
    )
    assert [v.sag.ejer.cvr for g in grupper for v in g.loebende] == expected


@pytest.mark.parametrize(
    ("hjemmel", "felter", "henlagte"),
    [
        pytest.param(P11, FELTER, 1, id="p11"),
        pytest.param(STK1, frozenset(), 0, id="p11a-stk1"),
        pytest.param(STK2, FELTER, 1, id="p11a-stk2"),
        pytest.param(P11B, FELTER, 1, id="p11b"),
    ],
)
def test_what_each_basis_gives(hjemmel: str, felter: frozenset[str], henlagte: int) -> None:
    """HJ-LOV-2 and 3: stk. 1 gives existence and theme only, stk. 2 steps and shelved cases."""
    (gruppe,) = vurdering().afgoer(spoerg(hjemler=(hjemmel,)), [SAG, henlagt(DATO)])
    assert gruppe.hjemmel == hjemmel
    assert [v.felter for v in gruppe.loebende] == [felter]
    assert len(gruppe.henlagte) == henlagte


def test_a_shelved_case_stands_in_the_list_for_them() -> None:
    """HJ-LOV-3: a shelved case is never among the running ones."""
    shelved = henlagt(DATO)
    (gruppe,) = vurdering().afgoer(spoerg(), [shelved])
    assert gruppe.loebende == ()
    assert [v.sag for v in gruppe.henlagte] == [shelved]


def test_each_basis_is_its_own_group_in_the_order_asked_for() -> None:
    """HJ-LOV-1: a group names the basis that was asked for, in the caller's order."""
    asked = (P11B, STK1, STK2)
    grupper = vurdering().afgoer(spoerg(hjemler=asked), [SAG])
    assert tuple(gruppe.hjemmel for gruppe in grupper) == asked


def test_a_basis_counts_only_where_it_was_claimed() -> None:
    """HJ-LOV-1: an alternative given under one basis opens nothing under another."""
    krav = Krav(frozenset({STK1}))
    (gruppe,) = vurdering().afgoer(spoerg(krav, hjemler=(STK1, STK2)), [SAG])
    assert gruppe.hjemmel == STK1


def test_a_basis_that_discloses_nothing_is_left_out() -> None:
    """HJ-TAVS-1: a withheld case and no case give the same."""
    assert vurdering().afgoer(spoerg(), []) == ()
    assert vurdering().afgoer(spoerg(), [sag(ejer=ODENSE)]) == ()


@pytest.mark.parametrize("vis_afsluttede", [False, True], ids=["off", "on"])
def test_ended_otherwise_follows_the_setting(vis_afsluttede: bool) -> None:
    """HJ-FRIST-2: a case that was decided or closed is disclosed only if the setting says so."""
    assert ses(spoerg(), sag(**AFSLUTTET), vis_afsluttede=vis_afsluttede) is vis_afsluttede


def test_ended_otherwise_is_withheld_by_default() -> None:
    """HJ-FRIST-2: without a setting an ended case is withheld."""
    assert not ses(spoerg(), sag(**AFSLUTTET))
    assert Indstillinger() == Indstillinger(graensedag_med=True, vis_afsluttede=False)


@pytest.mark.parametrize(
    ("egen_ydelse", "expected"),
    [
        pytest.param(None, True, id="no-case-of-its-own"),
        pytest.param("32.06.04", True, id="neighbour"),
        pytest.param("32.06.08", False, id="same"),
        pytest.param("32.24.04", True, id="other"),
    ],
)
def test_only_other_benefits(egen_ydelse: str | None, expected: bool) -> None:
    """HJ-ANDRE-1: a case about the benefit of the caller's own case is withheld."""
    assert ses(spoerg(egen_ydelse=egen_ydelse), sag(ydelse="32.06.08")) is expected


@pytest.mark.parametrize(
    ("systemer", "expected"),
    [
        pytest.param(None, True, id="absent"),
        pytest.param({"a", "b"}, True, id="among-several"),
        pytest.param({"b"}, False, id="another"),
        pytest.param(set(), False, id="none"),
    ],
)
def test_the_master_system(systemer: Any, expected: bool) -> None:
    """HJ-DATA-1: only cases of the systems named."""
    krav = begraens(systemer=frozenset(systemer) if systemer is not None else None)
    assert ses(spoerg(krav), sag(fagsystem=Fagsystem("a", "A"))) is expected


@pytest.mark.parametrize(
    ("afdeling", "organisationer", "expected"),
    [
        pytest.param(Afdeling(uuid="a"), None, True, id="absent"),
        pytest.param(Afdeling(uuid="a"), {"a", "b"}, True, id="among-several"),
        pytest.param(Afdeling(uuid="a"), {"b"}, False, id="another"),
        pytest.param(Afdeling(navn="a"), {"a"}, False, id="unit-without-uuid"),
        pytest.param(None, None, True, id="without-unit-absent"),
        pytest.param(None, {"a"}, False, id="without-unit-named"),
    ],
)
def test_the_responsible_unit(
    afdeling: Afdeling | None, organisationer: Any, expected: bool
) -> None:
    """HJ-DATA-2: only cases of the units named; a case without a unit is in none of them."""
    krav = begraens(organisationer=frozenset(organisationer) if organisationer else None)
    assert ses(spoerg(krav), sag(afdeling=afdeling)) is expected


@pytest.mark.parametrize("step", range(len(STIGE)), ids=STIGE)
def test_the_ladder_of_sensitivity(step: int) -> None:
    """HJ-DATA-3: a right to one step includes the steps before it and none after."""
    krav = begraens(foelsomhed=STIGE[step])
    seen = [ses(spoerg(krav), sag(foelsomhed=trin)) for trin in STIGE]
    assert seen == [position <= step for position in range(len(STIGE))]


def test_no_step_named_includes_all() -> None:
    """HJ-DATA-3: without a restriction on sensitivity every step is in."""
    assert all(ses(spoerg(), sag(foelsomhed=trin)) for trin in STIGE)


@pytest.mark.parametrize(
    ("kalder", "egen_ydelse", "temaer", "expected"),
    [
        pytest.param(AARHUS, None, ["formue"], {"enligstatus", "formue", "indkomst"}, id="kommune"),
        pytest.param(AARHUS, "28.77.08", ["formue"], None, id="own-case-of-28"),
        pytest.param(AARHUS, "28.77.08", ["formue", "indkomst"], {"indkomst"}, id="own-case-one"),
        pytest.param(AARHUS, "32.03.12", ["formue"], {"enligstatus", "formue"}, id="own-case-wild"),
        pytest.param(AARHUS, "32.24.05", ["formue"], None, id="own-case-beside-the-subject"),
        pytest.param(AARHUS, "99.99.99", ["enligstatus"], None, id="own-case-of-nothing"),
        pytest.param(UDK, None, ["indkomst"], None, id="udk-does-not-administer-28"),
    ],
)
def test_the_theme_matrix(
    kalder: Any, egen_ydelse: str | None, temaer: list[str], expected: set[str] | None
) -> None:
    """HJ-TEMA-1: themes count by the matrix, for the caller's benefit or its sector's."""
    situation = spoerg(kalder=kalder, egen_ydelse=egen_ydelse)
    ejer = UDK if kalder is AARHUS else AARHUS
    case = sag(ejer=ejer, kontroltemaer=tuple(tema(noegle) for noegle in temaer))
    grupper = vurdering().afgoer(situation, [case])
    assert (set(grupper[0].loebende[0].temaer) if grupper else None) == expected


def test_one_alternative_is_enough() -> None:
    """Alternatives widen: a case that satisfies one of them is disclosed, once."""
    alternatives = (begraens(systemer=frozenset()), begraens(), begraens(foelsomhed="vip"))
    (gruppe,) = vurdering().afgoer(spoerg(*alternatives), [SAG])
    assert len(gruppe.loebende) == 1


def test_two_alternatives_do_not_help_each_other() -> None:
    """A case must satisfy all of one alternative, not a bit of each."""
    alternatives = (
        begraens(systemer=frozenset({SAG.fagsystem.uuid}), foelsomhed="ikke_fortrolig"),
        begraens(systemer=frozenset({"et andet"}), foelsomhed="vip"),
    )
    assert not ses(spoerg(*alternatives), SAG)


def test_without_an_alternative_nothing_is_asked_for() -> None:
    """A situation without requirements discloses nothing."""
    assert not ses(spoerg(krav=()), SAG)


def test_the_trace_names_every_rule_that_withholds() -> None:
    """The trace of a case that breaks three rules names the three, and only them."""
    case = sag(cpr=EN_ANDEN, foelsomhed="vip", tilstand=Tilstand.AFSLUTTET, sluttet=DATO)
    situation = spoerg(begraens(foelsomhed="fortrolig"))
    (spor,) = vurdering().spor(situation, [case])
    assert (spor.sag, spor.hjemmel, spor.krav) == (case, STK2, situation.krav[0])
    assert set(spor.brudt) == {"HJ-BORGER-1", "HJ-DATA-3", "HJ-FRIST-2"}


def test_the_trace_covers_every_basis_case_and_alternative() -> None:
    """The trace has a line for each combination, and an empty one for what is disclosed."""
    krav = (begraens(), begraens(foelsomhed="ikke_fortrolig"), Krav(frozenset({STK1})))
    situation = spoerg(*krav, hjemler=(STK1, STK2))
    cases = [SAG, sag(ejer=ODENSE)]
    lines = [(s.hjemmel, s.sag.ejer.cvr, bool(s.brudt)) for s in vurdering().spor(situation, cases)]
    assert lines == [
        (STK1, UDK.cvr, False),
        (STK1, UDK.cvr, True),
        (STK1, UDK.cvr, False),
        (STK1, ODENSE.cvr, True),
        (STK1, ODENSE.cvr, True),
        (STK1, ODENSE.cvr, True),
        (STK2, UDK.cvr, False),
        (STK2, UDK.cvr, True),
        (STK2, ODENSE.cvr, True),
        (STK2, ODENSE.cvr, True),
    ]


def test_a_case_shelved_after_the_date_of_asking_is_not_yet_shelved() -> None:
    """On a date before the shelving nobody can have been told of it."""
    assert not ses(spoerg(), henlagt(date(2026, 5, 16)))


def test_the_bases_cover_what_the_example_claims() -> None:
    """The example's requirement is claimed under all four bases, about its one citizen."""
    assert set(spoerg().krav[0].hjemler) == set(ALLE)
    assert spoerg().cpr == BORGER
