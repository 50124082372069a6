"""What the stub answers, seen from outside: the law over HTTP."""

from __future__ import annotations

import pytest
from lxml import etree

from sf1472.message import Afgraensning, Forespoergsel, Messages, Rettighed, Svar

from ..caller import AARHUS, KOEBENHAVN, STK1, STK2, UDK, Caller, Reply


def svar(caller: Caller, reply: Reply) -> Svar:
    """Read an answer that must be a valid one."""
    assert reply.status == 200, reply.content
    assert caller.server.stub.contract.schema.errors(reply.body) == ()
    return Messages(caller.server.stub.contract).read_answer(reply.body)


def counts(answer: Svar) -> tuple[int, int]:
    """Return the number of running and shelved cases."""
    return (
        sum(len(gruppe.loebende) for gruppe in answer.grupper),
        sum(len(gruppe.henlagte) for gruppe in answer.grupper),
    )


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_municipality_gets_udks_running_case(caller: Caller, version: str) -> None:
    """HJ-SEKTOR-1 and HJ-LOV-3 let it through, in the request's SOAP version."""
    reply = caller.ask(version)
    (gruppe,) = svar(caller, reply).grupper
    assert reply.version == version
    assert (gruppe.hjemmel, gruppe.loebende[0].ejer_cvr) == (STK2, UDK)
    assert [skridt.tekst for skridt in gruppe.loebende[0].status] == ["Oprettet", "Partshøring"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param({"cpr": "0113801001", "kalder": UDK}, (0, 0), id="HJ-SEKTOR-1-udk"),
        pytest.param({"cpr": "0113801002", "kalder": UDK}, (1, 0), id="HJ-SEKTOR-1-udk-ser"),
        pytest.param({"cpr": "0113801002", "kalder": KOEBENHAVN}, (0, 0), id="HJ-SEKTOR-1-kommune"),
        pytest.param({"cpr": "0113801008", "kalder": KOEBENHAVN}, (1, 0), id="HJ-SEKTOR-3-kommune"),
        pytest.param({"cpr": "0113801008", "kalder": UDK}, (1, 0), id="HJ-SEKTOR-3-udk"),
        pytest.param({"cpr": "0113801003", "hjemler": (STK1,)}, (0, 0), id="HJ-LOV-2-henlagt"),
        pytest.param({"cpr": "0113801003"}, (0, 1), id="HJ-LOV-3-henlagt"),
        pytest.param({"cpr": "0113801004"}, (0, 1), id="HJ-FRIST-1-graensedag"),
        pytest.param({"cpr": "0113801005"}, (0, 0), id="HJ-FRIST-1-dagen-foer"),
        pytest.param({"cpr": "0113801007"}, (0, 0), id="HJ-BORGER-1-ingen"),
        pytest.param({"cpr": "0113801009"}, (0, 0), id="HJ-FRIST-2-afsluttet"),
        pytest.param(
            {"cpr": None, "sag_uuid": "14720000-0000-4000-8000-000000001012", "kalder": AARHUS},
            (0, 0),
            id="HJ-ANDRE-1-samme-ydelse",
        ),
        pytest.param({"cpr": "0113801012", "kalder": AARHUS}, (1, 0), id="HJ-ANDRE-1-borger"),
        pytest.param(
            {"cpr": "0113801014", "afgraensninger": (Afgraensning(kle="32.45.*"),)},
            (0, 0),
            id="HJ-KLE-1-udenfor",
        ),
        pytest.param(
            {"cpr": "0113801015", "kalder": UDK, "myndigheder": (AARHUS,)}, (1, 0), id="HJ-DATA-4"
        ),
        pytest.param({"cpr": "0113801015", "kalder": UDK}, (2, 0), id="HJ-DATA-4-uden"),
    ],
)
def test_the_law_decides(
    caller: Caller, question: dict[str, object], expected: tuple[int, int]
) -> None:
    """Each rule lets through and withholds what it should."""
    assert counts(svar(caller, caller.ask(**question))) == expected


@pytest.mark.parametrize(
    ("question", "fejl"),
    [
        pytest.param({"hjemler": ("UDKL_99",)}, "HJEMMEL_UKENDT", id="HJ-LOV-1"),
        pytest.param({"hjemler": (STK2, "UDKL_99")}, "HJEMMEL_UKENDT", id="HJ-LOV-1-blandet"),
        pytest.param({"myndigheder": (AARHUS,)}, "KOMMUNE_ANDEN_KOMMUNE", id="HJ-SEKTOR-2"),
        pytest.param({"myndigheder": ("12345678",)}, "MYNDIGHED_AFGRAENSNING_UKENDT", id="afgr"),
        pytest.param({"kalder": None}, "MYNDIGHED_MANGLER", id="ingen-kalder"),
        pytest.param({"kalder": "12345678"}, "MYNDIGHED_UKENDT", id="ukendt-kalder"),
        pytest.param({"cpr": "123"}, "CPR_UGYLDIGT", id="cpr"),
        pytest.param(
            {"cpr": None, "sag_uuid": "00000000-0000-4000-8000-000000000000"},
            "SAG_UKENDT",
            id="ukendt-sag",
        ),
        pytest.param(
            {"cpr": None, "sag_uuid": "14720000-0000-4000-8000-000000001012"},
            "SAG_UKENDT",
            id="en-andens-sag",
        ),
        pytest.param(
            {"afgraensninger": (Afgraensning(kle="34.*-32.*"),)}, "AFGRAENSNING_UGYLDIG", id="kle"
        ),
        pytest.param({"hjemler": ()}, "HJEMMEL_MANGLER", id="ingen-hjemmel"),
    ],
)
def test_a_refused_question_gets_a_fejl_and_no_case(
    caller: Caller, question: dict[str, object], fejl: str
) -> None:
    """Business errors travel in a valid answer, name their reason and hold no case."""
    answer = svar(caller, caller.ask(**question))
    (reaktion,) = answer.reaktioner
    assert (reaktion.fejl_id, answer.grupper) == (fejl, ())
    assert "{" not in (reaktion.fejl_tekst or "")


@pytest.mark.parametrize(
    "limit",
    [
        pytest.param(Afgraensning(kle="32.1"), id="kle"),
        pytest.param(Afgraensning(systemer="x"), id="system"),
        pytest.param(Afgraensning(organisationer="x"), id="organisation"),
    ],
)
def test_an_unreadable_restriction_breaks_the_schema(caller: Caller, limit: Afgraensning) -> None:
    """The types have patterns, so it is a SOAP fault and no business error."""
    assert caller.ask(afgraensninger=(limit,)).fault_id == "SKEMAFEJL"


@pytest.mark.parametrize("limit", [Afgraensning(systemer="x"), Afgraensning(kle="32.1")])
def test_where_the_schema_lets_it_through_it_is_a_business_error(
    caller: Caller, limit: Afgraensning
) -> None:
    """Another contract's types may have no patterns: then the law's layer refuses."""
    gruppe = Rettighed((STK2,), (), (limit,))
    request = Forespoergsel(
        "1", "2026-11-23T12:00:00Z", (gruppe,), KOEBENHAVN, cpr_nummer="0113801001"
    )
    assert caller.server.stub.provider.besvar(request).fejl == ("AFGRAENSNING_UGYLDIG",)


def test_one_group_without_a_basis_refuses_the_whole_call(caller: Caller) -> None:
    """HJ-LOV-1: what is asked for without a basis is not left out in silence."""
    grupper = (Rettighed((STK2,)), Rettighed(()))
    (reaktion,) = svar(caller, caller.ask(grupper=grupper)).reaktioner
    assert reaktion.fejl_id == "HJEMMEL_MANGLER"


def test_stk_1_shows_existence_and_theme_only(caller: Caller) -> None:
    """HJ-LOV-2 withholds steps, unit and decision."""
    (gruppe,) = svar(caller, caller.ask(cpr="0113801017", hjemler=(STK1,))).grupper
    (sag,) = gruppe.loebende
    assert [tema.noegle for tema in sag.kontroltemaer] == ["indkomst"]
    assert (sag.status, sag.afdeling, sag.afgoerelse, gruppe.henlagte) == ((), None, None, ())


def test_two_bases_give_two_groups(caller: Caller) -> None:
    """HJ-LOV-1: each group names the basis it was disclosed under."""
    grupper = svar(caller, caller.ask(hjemler=(STK1, STK2))).grupper
    assert [(g.hjemmel, bool(g.loebende[0].status)) for g in grupper] == [
        (STK1, False),
        (STK2, True),
    ]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_identification_comes_back_unchanged(caller: Caller, version: str) -> None:
    """HJ-EKKO-1: TransaktionsId and TransaktionsTid to the letter, in answers and in Fejl."""
    for question in ({}, {"hjemler": ("x",)}):
        answer = svar(
            caller,
            caller.ask(
                version,
                transaktions_id=" æ<&>\r\n ",
                transaktions_tid="2026-01-01T23:59:59.1230-11:30",
                **question,
            ),
        )
        assert answer.transaktions_id == " æ<&>\r\n "
        assert answer.transaktions_tid == "2026-01-01T23:59:59.1230-11:30"


@pytest.mark.parametrize("cpr", ["0113801003", "0113801005", "0113801007", "0113801009"])
def test_withheld_and_non_existent_are_the_same_bytes(caller: Caller, cpr: str) -> None:
    """HJ-TAVS-1 under stk. 1: nothing tells a withheld case from no case."""
    nothing = caller.ask(cpr="0113801007", hjemler=(STK1,))
    assert caller.ask(cpr=cpr, hjemler=(STK1,)).content == nothing.content


def test_no_cpr_number_in_any_answer(caller: Caller) -> None:
    """HJ-MIN-1 holds for every named citizen and both callers."""
    for cpr in caller.server.stub.data.univers.testborgere:
        for kalder in (KOEBENHAVN, UDK):
            assert cpr.encode() not in caller.ask(cpr=cpr, kalder=kalder).content


def test_any_cpr_number_gets_the_same_valid_answer_twice(caller: Caller) -> None:
    """Unnamed citizens come from the seed."""
    for number in range(40):
        cpr = f"01148{number:05d}"
        first = caller.ask(cpr=cpr)
        svar(caller, first)
        assert caller.ask(cpr=cpr).content == first.content


def test_both_soap_versions_carry_the_same_body(caller: Caller) -> None:
    """The envelope differs, the answer does not."""
    bodies = {etree.tostring(caller.ask(v).body, method="c14n2") for v in ("1.1", "1.2")}
    assert len(bodies) == 1
