"""Which scenario is chosen: precedence, matching, states, counts, chance, near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf1472.contract import load_contract
from sf1472.errors import KitError
from sf1472_stub import Stub, StubSettings
from sf1472_stub.journal import Filter
from sf1472_stub.scenarios import CallFacts, Scenario, Scenarios
from sf1472_stub.scenarios.model import START, Action, Delay, Step, When
from tests.stub.caller import AARHUS, KOEBENHAVN, STK1, STK2, Caller

from .observe import request, see

CALL = CallFacts(path="/s", headers={}, soap="1.2", cpr="1", kalder="11111111", hjemler=("A",))


def scenario(navn: str, **rest: object) -> Scenario:
    """Return a scenario that does nothing unless told."""
    if "forloeb" not in rest:
        rest.setdefault("goer", Action())
    return Scenario(f"S-{navn}", navn, "viser", "god", **rest)  # type: ignore[arg-type]


def chosen(scenarios: Scenarios, call: CallFacts = CALL) -> tuple[str, str] | None:
    """Return name and way of the scenario chosen."""
    choice = scenarios.choose(call)
    return None if choice is None else (choice.scenario.navn, choice.chosen_by)


def test_precedence() -> None:
    """Processing goes first, then citizen, control API, command line, and what applies itself."""
    scenarios = Scenarios(
        (
            scenario("selv", aktiv=True, naar=When(kalder="11111111")),
            scenario("start"),
            scenario("styret"),
            scenario("borger", borger="1"),
            scenario("bedt"),
        ),
        ("start",),
    )
    scenarios.activate("styret")
    asked = CallFacts(
        path="/s", headers={}, cpr="1", kalder="11111111", processing=(" bedt ", "start")
    )
    other = CallFacts(path="/s", headers={}, cpr="2", kalder="11111111")
    assert chosen(scenarios, asked) == ("bedt", "processing")
    assert chosen(scenarios, CALL) == ("borger", "borger")
    assert chosen(scenarios, other) == ("styret", "admin")
    scenarios.deactivate("S-styret")
    assert chosen(scenarios, other) == ("start", "kommandolinje")
    alone = Scenarios(scenarios.every)
    assert chosen(alone, other) == ("selv", "naar")
    assert chosen(alone, CallFacts(path="/s", headers={}, kalder="2")) is None


def test_the_newest_activation_goes_first_and_runs_out() -> None:
    """Activated for two calls, it gives way to the one before it."""
    scenarios = Scenarios((scenario("a"), scenario("b")))
    scenarios.activate("a")
    scenarios.activate("b", 2)
    assert [chosen(scenarios)[0] for _ in range(4)] == ["b", "b", "a", "a"]  # type: ignore[index]
    assert scenarios.active == {"S-a": None}
    scenarios.reset()
    assert chosen(scenarios) is None


@pytest.mark.parametrize(
    ("naar", "told"),
    [
        pytest.param(When(cpr="2"), "CPR-nummer", id="cpr"),
        pytest.param(When(header={"X-A": "1"}), "headeren X-A", id="header"),
        pytest.param(When(hjemmel="B"), "hjemmel (ventede B)", id="hjemmel"),
        pytest.param(When(kalder="2"), "kalder (ventede 2, fik 11111111)", id="kalder"),
        pytest.param(When(soap="1.1"), "SOAP-version (ventede 1.1, fik 1.2)", id="soap"),
        pytest.param(When(sti="/x"), "sti (ventede /x, fik /s)", id="sti"),
    ],
)
def test_what_does_not_fit_is_told(naar: When, told: str) -> None:
    """A near miss names the scenario and the difference, never a CPR number."""
    scenarios = Scenarios((scenario("fjern", aktiv=True, naar=naar),))
    assert chosen(scenarios) is None
    assert (
        scenarios.near_miss(CALL) == f"Intet scenarie passede. Det nærmeste, fjern, afveg i {told}"
    )


def test_the_nearest_of_several_is_told() -> None:
    """The scenario with the fewest differences is told."""
    far = scenario("fjern", aktiv=True, naar=When(kalder="2", soap="1.1"))
    near = scenario("naer", aktiv=True, naar=When(kalder="11111111", soap="1.1"))
    assert "Det nærmeste, naer," in (Scenarios((far, near)).near_miss(CALL) or "")
    assert Scenarios((scenario("ikke-aktiv"),)).near_miss(CALL) is None


def test_an_unknown_name_in_processing_is_told() -> None:
    """A misspelt scenario is no silence."""
    call = CallFacts(path="/s", headers={}, processing=("htpt-503",))
    assert Scenarios((scenario("http-503"),)).near_miss(call) == (
        "Processing nævner 'htpt-503', som ikke er et scenarie"
    )


def test_headers_match_whatever_their_case() -> None:
    """HTTP header names have none."""
    scenarios = Scenarios((scenario("h", aktiv=True, naar=When(header={"X-Test": "ja"})),))
    assert chosen(scenarios, CallFacts(path="/", headers={"x-test": "ja"})) == ("h", "naar")


def test_the_nth_call() -> None:
    """Only the third of the calls that else fit gets the scenario."""
    naar = When(kalder="11111111", kald_nr=3)
    scenarios = Scenarios((scenario("tredje", aktiv=True, naar=naar),))
    assert [chosen(scenarios) is not None for _ in range(5)] == [False, False, True, False, False]


def test_a_course_moves_and_can_be_put_back() -> None:
    """Each call moves it on; the last state stays; a reset begins again."""
    forloeb = (
        Step(START, Action(fejl="A"), "to"),
        Step("to", Action(fejl="B"), "tre"),
        Step("tre"),
    )
    scenarios = Scenarios((scenario("forløb", borger="1", forloeb=forloeb),))

    def fejl() -> str | None:
        choice = scenarios.choose(CALL)
        assert choice is not None
        return choice.action.fejl

    assert [fejl() for _ in range(4)] == ["A", "B", None, None]
    assert scenarios.state("forløb") == "tre"
    scenarios.set_state("forløb", "to")
    assert fejl() == "B"
    scenarios.reset()
    assert fejl() == "A"
    with pytest.raises(ValueError, match="fire"):
        scenarios.set_state("forløb", "fire")
    with pytest.raises(KeyError):
        scenarios.state("ukendt")


def test_chance_is_repeatable() -> None:
    """The same seed gives the same draws; about as many as promised."""
    half = scenario("halv", borger="1", sandsynlighed=0.5)
    other = scenario("halv", borger="1", sandsynlighed=0.5, froe=7)

    def draws(given: Scenario) -> list[bool]:
        scenarios = Scenarios((given,))
        return [chosen(scenarios) is not None for _ in range(400)]

    assert draws(half) == draws(half)
    assert 150 < sum(draws(half)) < 250
    assert draws(half) != draws(other)


@pytest.mark.parametrize(
    ("forsinkelse", "low", "high"),
    [
        pytest.param(Delay(fast=1.5), 1.5, 1.5, id="fast"),
        pytest.param(Delay(jaevn=(1, 3)), 1, 3, id="jaevn"),
        pytest.param(Delay(lognormal=(2, 0.1)), 1.2, 3.3, id="lognormal"),
    ],
)
def test_delays_follow_their_distribution(forsinkelse: Delay, low: float, high: float) -> None:
    """Delays are within bounds, around the middle, and the same at every start."""
    given = scenario("sen", borger="1", goer=Action(forsinkelse=forsinkelse))

    def seconds() -> list[float]:
        scenarios = Scenarios((given,))
        return [choice.delay for _ in range(300) if (choice := scenarios.choose(CALL))]

    drawn = seconds()
    assert low <= min(drawn) <= max(drawn) <= high
    assert abs(sorted(drawn)[150] - (low + high) / 2) < 0.3
    assert seconds() == drawn


def test_scenarios_from_the_command_line() -> None:
    """They apply to every call, by name or id; an unknown one stops the start."""
    scenarios = Stub(StubSettings(scenarios=("SC-HTTP-3",))).scenarios
    assert chosen(scenarios) == ("http-503", "kommandolinje")
    with pytest.raises(KitError, match="sf1472 scenarios"):
        Stub(StubSettings(scenarios=("findes-ikke",)))


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
    """The test citizen's cases are given, shelved ones in their list, whoever asks about whom."""
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
