"""UUIDs of own cases: they carry the citizen, fit the contract, and belong to one seed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sf1472.contract import load_contract
from sf1472.universe import load_data
from sf1472.universe.sagsnummer import Sagsnumre

CPR = st.integers(0, 10**10 - 1).map(lambda n: f"{n:010d}")
DATO = date(2026, 11, 23)


@given(cpr=CPR, nummer=st.integers(0, 15), froe=st.integers(0, 2**64))
def test_what_is_written_is_read(cpr: str, nummer: int, froe: int) -> None:
    """Citizen and number come back, in a UUID of version 8 and of the right variant."""
    uuid = Sagsnumre(froe).skriv(cpr, nummer)
    assert Sagsnumre(froe).laes(uuid) == (cpr, nummer)
    assert (UUID(uuid).version, UUID(uuid).variant, str(UUID(uuid))) == (
        8,
        "specified in RFC 4122",
        uuid,
    )


@given(cpr=CPR, froe=st.integers(0, 2**32))
def test_another_seeds_uuid_is_nobodys(cpr: str, froe: int) -> None:
    """A UUID of another seed is read as none."""
    assert Sagsnumre(froe + 1).laes(Sagsnumre(froe).skriv(cpr, 0)) is None


@given(uuid=st.uuids().map(str))
def test_any_other_uuid_is_nobodys(uuid: str) -> None:
    """A UUID from elsewhere is read as none and breaks nothing."""
    assert Sagsnumre(1472).laes(uuid) is None


@given(cpr=CPR, bit=st.integers(0, 127))
def test_one_flipped_bit_is_noticed(cpr: str, bit: int) -> None:
    """No bit of the UUID is without meaning."""
    uuid = Sagsnumre(1472).skriv(cpr, 1)
    assert Sagsnumre(1472).laes(str(UUID(int=UUID(uuid).int ^ 1 << bit))) is None


def test_the_universe_answers_its_own_uuids() -> None:
    """Any citizen's own cases are found by UUID; a named citizen has the named ones only."""
    univers = load_data(load_contract().profile).univers
    for cpr in ("9201800001", "9912991234"):
        egne = univers.egne_sager(cpr)
        assert len({sag.ejer.sektor for sag in egne}) == 2
        assert [univers.egen_sag(sag.uuid) for sag in egne] == list(egne)
    named = next(iter(univers.testborgere))
    assert univers.egen_sag(Sagsnumre(univers.froe).skriv(named, 0)) is None
    assert univers.egen_sag(Sagsnumre(univers.froe).skriv("9201800001", 9)) is None
