"""The synthetic universe: the same everywhere, in the shares that the settings give."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sf1472.contract import Profile
from sf1472.domain import Kontrolsag, Sektor, Tilstand
from sf1472.universe import Data, load_data

DATO = date(2026, 5, 15)
GOLDEN = Path(__file__).parent / "golden.json"
CPRS = [
    f"{day:02}13{year:02}{number:04}" for day in (1, 31) for year in (0, 99) for number in range(9)
]


def told(sag: Kontrolsag) -> dict[str, Any]:
    """Return everything about a case as plain data."""
    return {
        "uuid": sag.uuid,
        "ejer": sag.ejer.cvr,
        "fagsystem": sag.fagsystem.uuid,
        "ydelse": sag.ydelse,
        "emne": sag.primaer_klasse.noegle,
        "emne_uuid": sag.primaer_klasse.uuid,
        "temaer": [tema.noegle for tema in sag.kontroltemaer],
        "skridt": [
            [s.tekst, s.fra.isoformat(), s.til.isoformat() if s.til else None] for s in sag.skridt
        ],
        "tilstand": sag.tilstand.value,
        "sluttet": sag.sluttet.isoformat() if sag.sluttet else None,
        "foelsomhed": sag.foelsomhed,
        "afdeling": sag.afdeling.uuid if sag.afdeling else None,
    }


def all_told(data: Data, cprs: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the cases of some citizens, asked about in the order given."""
    return {cpr: [told(sag) for sag in data.univers.sager(cpr, DATO)] for cpr in cprs}


def test_the_cases_are_those_pinned(data: Data) -> None:
    """The pinned citizens have the same cases on every machine and Python version."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert all_told(data, sorted(golden)) == golden
    assert sum(map(len, golden.values())) > 10


def test_the_order_of_asking_is_without_meaning(profile: Profile) -> None:
    """Two universes asked in different orders, one of them twice, say the same."""
    turned = CPRS[::-1]
    Random(1).shuffle(turned)
    again = load_data(profile)
    first = all_told(load_data(profile), CPRS)
    assert all_told(again, turned) == first
    assert all_told(again, CPRS) == first


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_another_process_says_the_same(data: Data, hash_seed: str) -> None:
    """A process with another hash seed has the same cases."""
    script = Path(__file__).parent / "fortael.py"
    done = subprocess.run(
        [sys.executable, str(script), DATO.isoformat(), *CPRS],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        text=True,
    )
    uuids = {cpr: [sag["uuid"] for sag in sager] for cpr, sager in all_told(data, CPRS).items()}
    assert json.loads(done.stdout) == uuids


def test_the_ids_do_not_depend_on_the_day(data: Data) -> None:
    """A citizen's cases keep their ids from day to day."""
    for cpr in CPRS:
        days = [DATO, DATO + timedelta(days=1), date(2040, 2, 29)]
        ids = [[sag.uuid for sag in data.univers.sager(cpr, day)] for day in days]
        assert ids[0] == ids[1] == ids[2]


@pytest.mark.parametrize(
    "cpr", ["", "0113801001", "1", "abc", "æøå", "0" * 1000], ids=lambda cpr: cpr[:12] or "empty"
)
def test_any_number_gets_an_answer(data: Data, cpr: str) -> None:
    """Whatever a caller's own test data hold as a CPR number, there is a definite answer."""
    assert data.univers.sager(cpr, DATO) == data.univers.sager(cpr, DATO)


# The shares

ANTAL_BORGERE = 20_000


@pytest.fixture(scope="module")
def mange(data: Data) -> list[tuple[Kontrolsag, ...]]:
    """Return the cases of many citizens that are not named."""
    numbers = (f"{n % 31 + 1:02}13{n // 31 % 100:02}{n // 3100:04}" for n in range(ANTAL_BORGERE))
    return [data.univers.sager(cpr, DATO) for cpr in numbers]


@pytest.fixture(scope="module")
def sager(mange: list[tuple[Kontrolsag, ...]]) -> list[Kontrolsag]:
    """Return all their cases."""
    return [sag for citizen in mange for sag in citizen]


@pytest.fixture(scope="module")
def andele(data: Data) -> dict[str, Any]:
    """Return the settings of the shares."""
    return data.fixtures.table("univers.toml")[1]


def close(counted: Counter[str], weights: dict[str, int]) -> Iterator[str]:
    """Yield what is further from its share than four standard deviations."""
    total, whole = sum(counted.values()), sum(weights.values())
    for key in sorted({*counted, *weights}):
        share = weights.get(key, 0) / whole
        allowed = 4 * (share * (1 - share) / total) ** 0.5
        if abs(counted[key] / total - share) > allowed:
            yield f"{key}: {counted[key] / total:.4f}, expected {share:.4f}"


def test_the_number_of_cases(mange: list[tuple[Kontrolsag, ...]], andele: dict[str, Any]) -> None:
    """Citizens with no, one, two and three cases come in the shares set."""
    assert list(close(Counter(str(len(cases)) for cases in mange), andele["antal"])) == []


@pytest.mark.parametrize(
    ("share", "of"),
    [
        pytest.param("foelsomhed", lambda sag: sag.foelsomhed, id="foelsomhed"),
        pytest.param("kontroltemaer", lambda sag: str(len(sag.kontroltemaer)), id="temaer"),
        pytest.param("sektor", lambda sag: sag.ejer.sektor.value, id="sektor"),
        pytest.param("tilstand", lambda sag: sag.tilstand.value, id="tilstand"),
    ],
)
def test_a_share_of_the_cases(
    sager: list[Kontrolsag], andele: dict[str, Any], share: str, of: Any
) -> None:
    """Each property of a case comes in the share set."""
    assert list(close(Counter(of(sag) for sag in sager), andele[share])) == []


def test_shelved_cases_lie_at_all_ages_around_six_months(
    sager: list[Kontrolsag], andele: dict[str, Any]
) -> None:
    """Shelved cases are of every age between the ends set, and no other."""
    ages = Counter(
        (DATO - sag.sluttet).days
        for sag in sager
        if sag.tilstand is Tilstand.HENLAGT and sag.sluttet
    )
    days = andele["henlagt_dage"]
    assert set(ages) == set(range(days["mindst"], days["hoejst"] + 1))


def test_the_ids_are_unique(sager: list[Kontrolsag], data: Data) -> None:
    """No two cases share an id, named citizens' cases and own cases included."""
    named = data.univers.testborgere.values()
    ids = [sag.uuid for sag in sager]
    ids += [sag.uuid for borger in named for sag in (*borger.sager(DATO), *borger.egne_sager)]
    assert len(ids) == len(set(ids))


def test_every_case_is_possible(sager: list[Kontrolsag], data: Data) -> None:
    """Steps follow each other, only ended cases have ended, and the benefit is the sector's."""
    for sag in sager:
        starts = [step.fra for step in sag.skridt]
        assert starts == sorted(starts)
        assert [step.til for step in sag.skridt] == [*starts[1:], None]
        assert (sag.sluttet is None) is (sag.tilstand is Tilstand.LOEBENDE)
        assert starts[-1].date() <= DATO
        assert len(set(sag.kontroltemaer)) == len(sag.kontroltemaer)
        assert sag.ydelse in data.register.ydelser[sag.ejer.sektor]
        assert sag.fagsystem in data.register.systemer(sag.ejer.sektor)


def test_every_real_authority_owns_cases(sager: list[Kontrolsag], data: Data) -> None:
    """With this many citizens UDK and every municipality with a code own some case, no other."""
    owners = {sag.ejer.cvr for sag in sager}
    known = data.register.myndigheder.values()
    assert owners == {m.cvr for m in known if m.sektor is Sektor.UDK or m.kommunekode}


def test_the_seed_changes_the_cases(profile: Profile, overlay: Path) -> None:
    """Another seed gives other cases."""
    file = overlay / "univers.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("froe = 1472", "froe = 1473"), encoding="utf-8")
    assert all_told(load_data(profile, overlay), CPRS) != all_told(load_data(profile), CPRS)
