"""What goes wrong inside stays inside: a numbered fault, a log without payload."""

from __future__ import annotations

import logging

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.provider.answer import AnswerWriter

from ..caller import DATO, Caller

SECRET = "0113801001"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """A stub whose provider fails with the citizen's number in the exception."""

    def fail(*_: object) -> str:
        raise RuntimeError(f"borger {SECRET}")

    stub = Stub(StubSettings(dato=DATO))
    monkeypatch.setattr(AnswerWriter, "write", fail)
    return stub


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_an_exception_becomes_a_numbered_fault(
    broken: Stub, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The fault names the number under which the log has the place, and nobody's data."""
    with StubServer(broken).running() as server, caplog.at_level(logging.DEBUG):
        reply = Caller(server).ask(version)
    assert (reply.status, reply.version, reply.fault_id) == (500, version, "INTERN_FEJL")
    number = reply.body.xpath("string(.)").split("nummer ")[1].split(".")[0]
    assert f"Intern fejl {number}: RuntimeError" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET.encode() not in reply.content


def test_an_invalid_answer_is_never_sent(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that breaks the contract is our own error."""
    stub = Stub(StubSettings(dato=DATO))
    codec = stub.provider.messages
    written = codec.write_answer
    monkeypatch.setattr(codec, "write_answer", lambda a: written(a).replace("SagEjer", "SagEjr"))
    with StubServer(stub).running() as server:
        reply = Caller(server).ask()
    assert (reply.status, reply.fault_id) == (500, "INTERN_FEJL")
    assert "InvalidAnswer" in caplog.text


@pytest.mark.parametrize("composable", [True, False], ids=["composed", "whole"])
def test_an_invalid_case_far_down_the_list_is_found(composable: bool) -> None:
    """The third case of a list is judged like the first, whichever way answers are checked."""
    from msgspec.structs import replace

    from sf1472.hjemmel import Videregivelse, Videregivelsesgruppe
    from sf1472.message import Forespoergsel, Messages
    from sf1472_stub.provider.answer import InvalidAnswer

    stub = Stub(StubSettings(dato=DATO))
    stub.contract.__dict__["composable"] = composable
    (sag,) = stub.data.univers.sager(SECRET, DATO)
    temaer = frozenset(t.noegle for t in sag.kontroltemaer)
    sager = [replace(sag), replace(sag), replace(sag, uuid="NOT-A-UUID")]
    vist = tuple(Videregivelse(s, frozenset(), temaer) for s in sager)
    writer = AnswerWriter(stub.contract, Messages(stub.contract))
    request = Forespoergsel("1", "2026-01-01T00:00:00Z")
    gruppe = Videregivelsesgruppe("p11a_stk2", vist, ())
    with pytest.raises(InvalidAnswer) as caught:
        writer.write(request, [gruppe])
    assert caught.value.errors[0].element == "SagUUID"
    good = Videregivelsesgruppe("p11a_stk2", vist[:2], ())
    assert writer.write(request, [good]).count("<k:SagUUID>") == 2
