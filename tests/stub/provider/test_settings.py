"""What the law leaves open, and who has an agreement: settings and data, seen over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sf1472_stub import StubSettings

from ..caller import DATO, KOEBENHAVN, STK1, STK2, Caller

NO_AGREEMENT = {"00001473": "ophørt", "00001474": "ikke begyndt"}


@pytest.mark.parametrize("cvr", sorted(NO_AGREEMENT))
def test_without_an_agreement_in_force_the_call_is_refused(caller: Caller, cvr: str) -> None:
    """HJ-AFTALE-1: revoked and not yet valid are the same: Fejl and no case."""
    reply = caller.ask(kalder=cvr)
    assert b"<ctx:FejlId>AFTALE_MANGLER<" in reply.content
    assert b"KontrolsagGruppe>" not in reply.content


def test_agreements_are_data(tmp_path: Path, start: Callable[[StubSettings], Caller]) -> None:
    """Only those in the file, when it has no line for all."""
    rows = f"cvr;gyldig_fra;gyldig_til\n{KOEBENHAVN};2026-11-23;2026-11-23\n"
    (tmp_path / "serviceaftaler.csv").write_text(rows, encoding="utf-8")
    caller = start(StubSettings(data=tmp_path, dato=DATO))
    assert b"AFTALE_MANGLER" not in caller.ask().content
    assert b"AFTALE_MANGLER" in caller.ask(kalder="55133018").content


def test_consent_can_be_demanded(tmp_path: Path, start: Callable[[StubSettings], Caller]) -> None:
    """HJ-LOV-4: where the choice of stk. 1 does not say it, nothing does."""
    (tmp_path / "hjemmel").mkdir()
    (tmp_path / "hjemmel" / "indstillinger.toml").write_text("samtykke_ved_stk1 = false\n")
    caller = start(StubSettings(data=tmp_path, dato=DATO))
    assert b"SAMTYKKE_MANGLER" in caller.ask(hjemler=(STK1,)).content
    assert b"SAMTYKKE_MANGLER" not in caller.ask(hjemler=(STK2,)).content


def test_ended_cases_can_be_shown(tmp_path: Path, start: Callable[[StubSettings], Caller]) -> None:
    """HJ-FRIST-2: a setting, off by default."""
    (tmp_path / "hjemmel").mkdir()
    (tmp_path / "hjemmel" / "indstillinger.toml").write_text("vis_afsluttede = true\n")
    caller = start(StubSettings(data=tmp_path, dato=DATO))
    assert b"KontrolsagGruppe>" in caller.ask(cpr="0113801009").content


def test_the_caller_can_be_a_setting(start: Callable[[StubSettings], Caller]) -> None:
    """A request that names no authority gets the one the stub was started with."""
    caller = start(StubSettings(dato=DATO, kalder=KOEBENHAVN))
    assert b"KontrolsagGruppe>" in caller.ask(kalder=None).content


def test_any_citizens_own_case_can_be_asked_by(caller: Caller) -> None:
    """A UUID that the seed made is known; to another authority it is as unknown as any."""
    egen = caller.server.stub.data.univers.egne_sager("9201800001")[1]
    assert (
        b"SAG_UKENDT" not in caller.ask(cpr=None, sag_uuid=egen.uuid, kalder=egen.ejer.cvr).content
    )
    assert b"SAG_UKENDT" in caller.ask(cpr=None, sag_uuid=egen.uuid, kalder="00001472").content
