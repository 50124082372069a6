"""Which scenario is chosen: precedence, matching, states, counts, chance, near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf1472.contract import load_contract
from sf1472.errors import KitError
from sf1472_stub import Stub, StubSettings
from sf1472_stub.journal import Filter
from sf1472_stub.scenarios import Oplysninger, Scenarie, Scenarier
from sf1472_stub.scenarios.model import START, Forsinkelse, Goer, Naar, Trin
from tests.stub.caller import AARHUS, KOEBENHAVN, STK1, STK2, Caller

from .observe import request, see

KALD = Oplysninger(sti="/s", headers={}, soap="1.2", cpr="1", kalder="11111111", hjemler=("A",))


def scenarie(navn: str, **rest: object) -> Scenarie:
    """Return a scenario that does nothing unless told."""
    if "forloeb" not in rest:
        rest.setdefault("goer", Goer())
    return Scenarie(f"S-{navn}", navn, "viser", "god", **rest)  # type: ignore[arg-type]


def chosen(scenarier: Scenarier, kald: Oplysninger = KALD) -> tuple[str, str] | None:
    """Return name and way of the scenario chosen."""
    valg = scenarier.vaelg(kald)
    return None if valg is None else (valg.scenarie.navn, valg.valgt_af)


def test_precedence() -> None:
    """Processing, reserved citizen, control API, command line, and last what applies by itself."""
    scenarier = Scenarier(
        (
            scenarie("selv", aktiv=True, naar=Naar(kalder="11111111")),
            scenarie("start"),
            scenarie("styret"),
            scenarie("borger", borger="1"),
            scenarie("bedt"),
        ),
        ("start",),
    )
    scenarier.aktiver("styret")
    asked = Oplysninger(
        sti="/s", headers={}, cpr="1", kalder="11111111", processing=(" bedt ", "start")
    )
    other = Oplysninger(sti="/s", headers={}, cpr="2", kalder="11111111")
    assert chosen(scenarier, asked) == ("bedt", "processing")
    assert chosen(scenarier, KALD) == ("borger", "borger")
    assert chosen(scenarier, other) == ("styret", "admin")
    scenarier.deaktiver("S-styret")
    assert chosen(scenarier, other) == ("start", "kommandolinje")
    alone = Scenarier(scenarier.alle)
    assert chosen(alone, other) == ("selv", "naar")
    assert chosen(alone, Oplysninger(sti="/s", headers={}, kalder="2")) is None


def test_the_newest_activation_goes_first_and_runs_out() -> None:
    """Activated for two calls, it gives way to the one before it."""
    scenarier = Scenarier((scenarie("a"), scenarie("b")))
    scenarier.aktiver("a")
    scenarier.aktiver("b", 2)
    assert [chosen(scenarier)[0] for _ in range(4)] == ["b", "b", "a", "a"]  # type: ignore[index]
    assert scenarier.aktive == {"S-a": None}
    scenarier.nulstil()
    assert chosen(scenarier) is None


@pytest.mark.parametrize(
    ("naar", "told"),
    [
        pytest.param(Naar(cpr="2"), "CPR-nummer", id="cpr"),
        pytest.param(Naar(header={"X-A": "1"}), "headeren X-A", id="header"),
        pytest.param(Naar(hjemmel="B"), "hjemmel (ventede B)", id="hjemmel"),
        pytest.param(Naar(kalder="2"), "kalder (ventede 2, fik 11111111)", id="kalder"),
        pytest.param(Naar(soap="1.1"), "SOAP-version (ventede 1.1, fik 1.2)", id="soap"),
        pytest.param(Naar(sti="/x"), "sti (ventede /x, fik /s)", id="sti"),
    ],
)
def test_what_does_not_fit_is_told(naar: Naar, told: str) -> None:
    """A near miss names the scenario and the difference, never a CPR number."""
    scenarier = Scenarier((scenarie("fjern", aktiv=True, naar=naar),))
    assert chosen(scenarier) is None
    assert (
        scenarier.naermeste(KALD) == f"Intet scenarie passede. Det nærmeste, fjern, afveg i {told}"
    )


def test_the_nearest_of_several_is_told() -> None:
    """The one with the fewest differences."""
    far = scenarie("fjern", aktiv=True, naar=Naar(kalder="2", soap="1.1"))
    near = scenarie("naer", aktiv=True, naar=Naar(kalder="11111111", soap="1.1"))
    assert "Det nærmeste, naer," in (Scenarier((far, near)).naermeste(KALD) or "")
    assert Scenarier((scenarie("ikke-aktiv"),)).naermeste(KALD) is None


def test_an_unknown_name_in_processing_is_told() -> None:
    """A misspelt scenario is no silence."""
    kald = Oplysninger(sti="/s", headers={}, processing=("htpt-503",))
    assert Scenarier((scenarie("http-503"),)).naermeste(kald) == (
        "Processing nævner 'htpt-503', som ikke er et scenarie"
    )


def test_headers_match_whatever_their_case() -> None:
    """HTTP header names have none."""
    scenarier = Scenarier((scenarie("h", aktiv=True, naar=Naar(header={"X-Test": "ja"})),))
    assert chosen(scenarier, Oplysninger(sti="/", headers={"x-test": "ja"})) == ("h", "naar")


def test_the_nth_call() -> None:
    """Only the third of the calls that else fit."""
    naar = Naar(kalder="11111111", kald_nr=3)
    scenarier = Scenarier((scenarie("tredje", aktiv=True, naar=naar),))
    assert [chosen(scenarier) is not None for _ in range(5)] == [False, False, True, False, False]


def test_a_course_moves_and_can_be_put_back() -> None:
    """Each call moves it on; the last state stays; a reset begins again."""
    forloeb = (Trin(START, Goer(fejl="A"), "to"), Trin("to", Goer(fejl="B"), "tre"), Trin("tre"))
    scenarier = Scenarier((scenarie("forløb", borger="1", forloeb=forloeb),))

    def fejl() -> str | None:
        valg = scenarier.vaelg(KALD)
        assert valg is not None
        return valg.goer.fejl

    assert [fejl() for _ in range(4)] == ["A", "B", None, None]
    assert scenarier.tilstand("forløb") == "tre"
    scenarier.saet_tilstand("forløb", "to")
    assert fejl() == "B"
    scenarier.nulstil()
    assert fejl() == "A"
    with pytest.raises(ValueError, match="fire"):
        scenarier.saet_tilstand("forløb", "fire")
    with pytest.raises(KeyError):
        scenarier.tilstand("ukendt")


def test_chance_is_repeatable() -> None:
    """The same seed gives the same draws; about as many as promised."""
    half = scenarie("halv", borger="1", sandsynlighed=0.5)
    other = scenarie("halv", borger="1", sandsynlighed=0.5, froe=7)

    def draws(given: Scenarie) -> list[bool]:
        scenarier = Scenarier((given,))
        return [chosen(scenarier) is not None for _ in range(400)]

    assert draws(half) == draws(half)
    assert 150 < sum(draws(half)) < 250
    assert draws(half) != draws(other)


@pytest.mark.parametrize(
    ("forsinkelse", "low", "high"),
    [
        pytest.param(Forsinkelse(fast=1.5), 1.5, 1.5, id="fast"),
        pytest.param(Forsinkelse(jaevn=(1, 3)), 1, 3, id="jaevn"),
        pytest.param(Forsinkelse(lognormal=(2, 0.1)), 1.2, 3.3, id="lognormal"),
    ],
)
def test_delays_follow_their_distribution(
    forsinkelse: Forsinkelse, low: float, high: float
) -> None:
    """Within bounds, around the middle, and the same at every start."""
    given = scenarie("sen", borger="1", goer=Goer(forsinkelse=forsinkelse))

    def seconds() -> list[float]:
        scenarier = Scenarier((given,))
        return [valg.forsinkelse for _ in range(300) if (valg := scenarier.vaelg(KALD))]

    drawn = seconds()
    assert low <= min(drawn) <= max(drawn) <= high
    assert abs(sorted(drawn)[150] - (low + high) / 2) < 0.3
    assert seconds() == drawn


def test_scenarios_from_the_command_line() -> None:
    """They apply to every call, by name or id; an unknown one stops the start."""
    scenarier = Stub(StubSettings(scenarier=("SC-HTTP-3",))).scenarier
    assert chosen(scenarier) == ("http-503", "kommandolinje")
    with pytest.raises(KitError, match="sf1472 scenarios"):
        Stub(StubSettings(scenarier=("findes-ikke",)))


OWN = """
scenarier:
  - id: EGEN-1
    navn: aarhus-stk-1
    viser: Kun Aarhus, kun stk. 1, kun SOAP 1.1.
    god_anvender: Ingenting.
    aktiv: true
    naar: {kalder: "55133018", hjemmel: UDKL_11A_STK1, soap: "1.1", header: {X-Prøve: ja}}
    goer: {fejl: FOR_BRED}
"""


def test_a_vendors_own_scenario_over_http(tmp_path: Path, start) -> None:  # type: ignore[no-untyped-def]
    """It applies where everything fits; elsewhere the journal says what it missed."""
    (tmp_path / "scenarier").mkdir()
    text = OWN.replace("X-Prøve", "X-Proeve")
    (tmp_path / "scenarier" / "egne.yaml").write_text(text, encoding="utf-8")
    caller: Caller = start(data=tmp_path)
    content = request(caller, version="1.1", kalder=AARHUS, hjemler=(STK1,))
    hit = caller.post(content, "text/xml", X_Proeve="ja")
    assert b"FOR_BRED" in hit.content
    for kalder, hjemmel, version in ((KOEBENHAVN, STK1, "1.1"), (AARHUS, STK2, "1.1")):
        seen = see(caller, request(caller, None, version, kalder=kalder, hjemler=(hjemmel,)),
                   version=version)  # fmt: skip
        assert seen.reply is not None
        assert b"FOR_BRED" not in seen.reply.content
    missed = caller.server.stub.journal.find(Filter())[0]
    assert missed.near_miss == (
        "Intet scenarie passede. Det nærmeste, aarhus-stk-1, "
        "afveg i hjemmel (ventede UDKL_11A_STK1), headeren X-Proeve"
    )


GIVEN = """
scenarier:
  - id: EGEN-2
    navn: givne-sager
    viser: Netop testborgerens sager.
    god_anvender: Viser dem.
    goer: {sager_fra: "0113801016"}
"""


def test_given_cases_are_answered_with(tmp_path: Path, start) -> None:  # type: ignore[no-untyped-def]
    """Exactly the test citizen's cases, shelved ones in their list, whoever asks about whom."""
    (tmp_path / "scenarier").mkdir()
    (tmp_path / "scenarier" / "egne.yaml").write_text(GIVEN, encoding="utf-8")
    caller: Caller = start(data=tmp_path)
    stub = caller.server.stub
    seen = see(caller, request(caller, "givne-sager", cpr="0113801007", kalder=AARHUS))
    assert seen.reply is not None
    assert stub.contract.schema.errors(seen.reply.body) == ()
    (gruppe,) = stub.provider.messages.read_answer(seen.reply.body).grupper
    first, *rest = stub.data.univers.sager("0113801016", stub.clock())
    assert [sag.uuid for sag in gruppe.loebende] == [first.uuid]
    assert [sag.uuid for sag in gruppe.henlagte] == [sag.uuid for sag in rest]


def test_processing_is_in_the_contracts_place() -> None:
    """The contract lets any element stand in Processing; ours reads its text."""
    profile = load_contract().profile
    assert "processing" in [field.term for field in profile.request]
