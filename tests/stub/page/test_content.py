"""Catalogue, citizens and provenance: what the data say is what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.page.provenance import certainties

from ..caller import DATO
from .reader import Reader


def test_every_scenario_is_shown_with_what_it_is_for(reader: Reader, stub: Stub) -> None:
    """Name, id, what it shows, what a good consumer does, and the citizen reserved for it."""
    text = reader.text("/scenarier")
    assert len(stub.scenarios.every) > 30
    for scenario in stub.scenarios.every:
        assert f"{scenario.navn} {scenario.id} {scenario.viser}" in text
        assert f"En god anvender: {scenario.god_anvender}" in text
        assert f"Reserveret borger: {scenario.borger}" in text


def test_a_scenario_that_strikes_by_chance_says_how_often(tmp_path: Path) -> None:
    """Chance is no secret either."""
    (tmp_path / "scenarier").mkdir()
    (tmp_path / "scenarier" / "egne.yaml").write_text(
        "scenarier:\n  - id: EGEN-1\n    navn: af-og-til\n    viser: Noget.\n"
        "    god_anvender: Intet.\n    sandsynlighed: 0.25\n    goer: {fejl: SAG_UKENDT}\n"
    )
    with (
        StubServer(Stub(StubSettings(data=tmp_path))).running() as server,
        Reader(server) as reader,
    ):
        assert "Rammer 25 % af kaldene." in reader.text("/scenarier")


@pytest.mark.parametrize(
    ("cpr", "seen"),
    [
        pytest.param("0113801001", "✓ 1 løbende ✓ 1 løbende – intet – intet", id="udk-running"),
        pytest.param("0113801003", "– intet ✓ 1 henlagt – intet – intet", id="shelved"),
        pytest.param("0113801005", "– intet – intet – intet – intet", id="too-old"),
        pytest.param("0113801015", "– intet – intet ✓ 2 løbende ✓ 2 løbende", id="two-owners"),
        pytest.param("0113801016", "✓ 1 løbende ✓ 1 løbende , 1 henlagt", id="both"),
    ],
)
def test_citizens_show_who_sees_what(reader: Reader, stub: Stub, cpr: str, seen: str) -> None:
    """The columns are the stub's own answers to a municipality and UDK under both paragraphs."""
    row = reader.text("/borgere").split(cpr)[1].split("01138010")[0]
    assert stub.data.univers.testborgere[cpr].viser in row
    assert seen in row.replace(" ,", ",").replace("løbende,", "løbende ,")


def test_citizens_follow_the_stubs_date(reader: Reader, stub: Stub) -> None:
    """Dates in the table are those of the day that the stub counts from."""
    assert "henlagt 23.8.2026" in reader.text("/borgere")
    stub.clock.set(DATO.replace(year=2027))
    assert "henlagt 23.8.2027" in reader.text("/borgere")


def test_a_stub_without_citizens_has_a_page(reader: Reader, stub: Stub) -> None:
    """The control API can take every test citizen away."""
    for cpr in tuple(stub.data.univers.testborgere):
        stub.data.univers.remove(cpr)
    assert "Prøv et kald" not in reader.text("/")
    assert "Prøv et kald" not in reader.text("/borgere")


def test_marks_are_counted_from_the_schema(reader: Reader, stub: Stub) -> None:
    """The numbers are those of a plain count in the files."""
    text = "".join(
        part.lstrip()[:12]
        for file in stub.contract.files().values()
        for part in file.read_text().split("<xs:documentation")[1:]
        for part in [part.partition(">")[2]]
    )
    counted = [text.count(f"[{mark}]"[:12]) for mark in ("publiceret", "søskende", "antaget")]
    assert sum(counted) > 90
    assert [len(mark.marked) for mark in certainties(stub.contract)] == counted
    shown = reader.text("/om")
    assert f"{counted[0]} publiceret" in shown
    assert f"{counted[2]} antaget" in shown


def test_every_contract_file_is_linked_and_served(reader: Reader, stub: Stub) -> None:
    """The links lead to the contract's own bytes."""
    html = reader.get("/om").text
    for path, file in stub.contract.files().items():
        assert f'href="/contract/{path}"' in html
        assert reader.get(f"/contract/{path}").content == file.read_bytes()


def test_every_rule_is_shown_with_its_ground(reader: Reader, stub: Stub) -> None:
    """What is assumed about the law is marked as assumed."""
    text = reader.text("/om")
    for id_, rule in stub.hjemmel.regler.items():
        assert f"{id_} {rule.titel} {rule.kilde} {rule.grundlag}" in text


def test_another_contract_has_its_own_words(tmp_path: Path, stub: Stub) -> None:
    """A contract that calls itself official and has no marks is shown as such."""
    for path, file in stub.contract.files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text()
        for mark in ("publiceret", "søskende", "antaget"):
            text = text.replace(f"[{mark}] ", "")
        (tmp_path / path).write_text(text)
    profile = stub.contract.profile.file.read_text()
    (tmp_path / "profile.toml").write_text(
        profile.replace('status = "rekonstruktion"', 'status = "officiel"')
    )
    with (
        StubServer(Stub(StubSettings(contract=tmp_path))).running() as server,
        Reader(server) as reader,
    ):
        text = reader.text("/om")
        assert "Skemaet i denne kontrakt har ingen mærker." in text
        assert "KOMBITs egen pakke" in text
        assert "rekonstruktion" not in reader.text("/")
