"""The exam on the page: what a consumer was seen to do, as it comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.exam import ExamSituation

from ..caller import DATO, Caller
from .reader import Reader

EXAM = (
    ExamSituation("S-1", "Et almindeligt svar", "almindeligt-svar", "Bruger svaret."),
    ExamSituation("S-2", "HTTP 503", "http-503", "Venter.", lookups=2),
)


@pytest.fixture
def examining() -> Iterator[StubServer]:
    """A stub that holds an exam."""
    with StubServer(Stub(StubSettings(dato=DATO, exam=EXAM))).running() as server:
        yield server


def test_the_situations_and_what_was_seen(examining: StubServer) -> None:
    """Each with its citizen and how far it is; a call leads to the journal."""
    with Reader(examining) as reader:
        before = reader.text("/eksamen")
        assert "0 af 2 situationer" in before
        assert "0113809915" in before
        assert "slås op 2 gange" in before
        Caller(examining).ask(cpr="0113809915")
        assert examining.stub.exam is not None
        examining.stub.exam.told("S-1", "used", cases="2")
        after = reader.text("/eksamen")
        assert "1 af 2 situationer" in after
        assert "set og fortalt" in after
        assert "/?scenario=SC-SVAR-5" in reader.get("/eksamen").text


def test_the_part_that_refreshes_itself(examining: StubServer) -> None:
    """It says nothing new while there is nothing new, and how the exam ended."""
    with Reader(examining) as reader:
        first = reader.get("/eksamen/situationer")
        tag = first.headers["etag"]
        assert reader.get("/eksamen/situationer", If_None_Match=tag).status_code == 304
        assert examining.stub.exam is not None
        examining.stub.exam.note("begun", {})
        examining.stub.exam.note("ended", {"reason": "kommandoen endte med 0"})
        assert "Eksamenen er slut: kommandoen endte med 0" in reader.text("/eksamen/situationer")


def test_without_an_exam_there_is_no_such_page(reader: Reader) -> None:
    """Nor a way to it."""
    assert reader.get("/eksamen").status_code == 404
    assert "/eksamen" not in reader.get("/om").text
