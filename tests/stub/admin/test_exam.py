"""The exam through the control API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from sf1472.errors import KitError
from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.exam import ExamSituation
from sf1472_stub.journal import Filter, Mark

from ..caller import DATO, Caller
from ..scenarios.observe import request, see
from .steering import Steering

EXAM = (
    ExamSituation("S-1", "Et almindeligt svar", "almindeligt-svar", "Bruger svaret."),
    ExamSituation("S-2", "Tjenesten svarer ikke", "timeout", lookups=2),
)
USED = {"citizen": "0113809915", "outcome": "used", "cases": 2}


@pytest.fixture
def examining() -> Iterator[StubServer]:
    """A stub that holds an exam."""
    with StubServer(Stub(StubSettings(dato=DATO, exam=EXAM))).running() as server:
        yield server


def situations(admin: Steering) -> list[dict[str, Any]]:
    """Return the situations as the control API shows them."""
    found: list[dict[str, Any]] = admin.get("/exam")["situations"]
    return found


def test_the_situations_are_shown_with_their_citizens(examining: StubServer) -> None:
    """The situations come in the script's order, and none has begun."""
    one, other = situations(Steering(examining.base_url))
    assert (one["id"], one["citizen"], one["lookups"]) == ("S-1", "0113809915", 1)
    assert (other["id"], other["citizen"], other["lookups"]) == ("S-2", "0113809922", 2)
    assert [(s["asked"], s["calls"], s["told"]) for s in (one, other)] == [(0, 0, []), (0, 0, [])]


def test_calls_and_outcomes_are_counted(examining: StubServer) -> None:
    """A call counts by its citizen, an outcome by what was told, hyphen or not."""
    admin = Steering(examining.base_url)
    Caller(examining).ask(cpr="0113809915")
    admin.done("POST", "/exam/outcomes", USED)
    admin.done(
        "POST",
        "/exam/outcomes",
        {"citizen": "011380-9915", "outcome": "fejl", "date": DATO.isoformat()},
    )
    assert (situations(admin)[0]["calls"], situations(admin)[0]["told"]) == (1, ["used", "fejl"])
    told = [mark.data for mark in examining.stub.journal.marks()]
    assert told[0] == {"situation": "S-1", "outcome": "used", "cases": "2"}
    assert told[1] == {"situation": "S-1", "outcome": "fejl", "date": DATO.isoformat()}


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({**USED, "citizen": "0113801001"}, "citizen"),
        ({**USED, "outcome": "måske"}, "outcome"),
        ({**USED, "cases": -1}, "cases"),
        ({**USED, "date": "i morgen"}, "date"),
        ({"outcome": "used"}, "citizen"),
    ],
    ids=["citizen", "outcome", "cases", "date", "nobody"],
)
def test_what_cannot_be_told(examining: StubServer, told: dict[str, Any], where: str) -> None:
    """It is refused, and nothing is noted."""
    reply = Steering(examining.base_url).call("POST", "/exam/outcomes", told)
    assert reply.status == 400
    assert where in str(reply.json)
    assert list(examining.stub.journal.marks()) == []


def test_without_an_exam_there_is_none(admin: Steering) -> None:
    """The answer says how to hold one."""
    for reply in (admin.send("GET", "/exam"), admin.call("POST", "/exam/outcomes", USED)):
        assert reply.status == 404
        assert "sf1472 conform consumer" in reply.json["fejl"]


def test_the_journal_ends_with_the_marks(examining: StubServer) -> None:
    """All of it as JSON Lines ends with the marks; a selection has calls only."""
    admin = Steering(examining.base_url)
    Caller(examining).ask(cpr="0113809915")
    admin.done("POST", "/exam/outcomes", USED)
    call, mark = admin.send("GET", "/requests/export").content.splitlines()
    assert b'"mark"' not in call
    assert b'"mark":"told"' in mark
    assert len(admin.send("GET", "/requests/export?status=200").content.splitlines()) == 1


def test_a_caller_that_gives_up_waiting_is_noted(examining: StubServer) -> None:
    """The journal notes the call's id and how long the caller waited."""
    seen = see(Caller(examining), request(Caller(examining), cpr="0113809922"), timeout=0.3)
    assert seen.failure == "timeout"
    mark = first_mark(examining)
    (entry,) = examining.stub.journal.find(Filter(outcome="haeng"))
    assert (mark.kind, mark.data["call"]) == ("left", entry.id)
    assert 0.2 < float(mark.data["seconds"]) < 5


def first_mark(server: StubServer) -> Mark:
    """Return the first mark, as soon as there is one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if marks := server.stub.journal.marks():
            return marks[0]
    raise AssertionError("no mark came")


def test_a_situation_needs_a_scenario() -> None:
    """A situation whose scenario is not there stops the start."""
    with pytest.raises(KitError, match="findes-ikke"):
        Stub(StubSettings(exam=(ExamSituation("S-9", "x", "findes-ikke"),)))
