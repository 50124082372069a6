"""The example question: start text, page and command line ask as the same municipality."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sf1472.cli import cli
from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.banner import banner
from sf1472_stub.page.citizens import askers, citizens
from sf1472_stub.provider.example import example, example_kommune

from ..caller import AARHUS, DATO

HEADER = "cvr;gyldig_fra;gyldig_til\n"
UDK = "00001472;;\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder for a vendor's own data."""
    folder = tmp_path / "egne"
    folder.mkdir()
    return folder


def started(data: Path | None) -> tuple[Stub, str]:
    """Return a stub with this data, and the text that it starts with."""
    stub = Stub(StubSettings(data=data, dato=DATO))
    with StubServer(stub).running() as server:
        return stub, banner(server)


def test_the_start_text_has_a_call_where_only_udk_has_an_agreement(data: Path) -> None:
    """Without a municipality that may call, the first one is the example, and the stub starts."""
    (data / "serviceaftaler.csv").write_text(HEADER + UDK, encoding="utf-8")
    stub, text = started(data)
    kommune = example_kommune(stub)
    assert kommune == next(m for m in stub.data.register.myndigheder.values() if m.kommunekode)
    assert "curl http" in text
    assert f">{kommune.cvr}<" in text


def test_the_start_text_says_so_where_there_are_no_test_citizens(data: Path) -> None:
    """Without test citizens there is no call to show, and the text says why."""
    (data / "testborgere.yaml").write_text("borgere: []\n", encoding="utf-8")
    stub, text = started(data)
    assert example(stub) is None
    assert "Der er ingen testborgere." in text
    assert "curl" not in text


def test_an_agreement_that_has_ended_is_none(data: Path) -> None:
    """The caller is the first municipality whose agreement is in force on the stub's date."""
    rows = f"64942212;;-P1D\n{AARHUS};;\n"
    (data / "serviceaftaler.csv").write_text(HEADER + rows, encoding="utf-8")
    assert example_kommune(Stub(StubSettings(data=data, dato=DATO))).cvr == AARHUS


def test_command_line_and_page_say_the_same(data: Path) -> None:
    """With agreements for UDK and Aarhus alone, both ask as Aarhus and are shown the same.

    The page has a column for § 11, too, which the command line leaves out.
    """
    (data / "serviceaftaler.csv").write_text(f"{HEADER}{UDK}{AARHUS};;\n", encoding="utf-8")
    stub, text = started(data)
    assert f">{AARHUS}<" in text
    columns = [(asker.myndighed.cvr, asker.hjemmel) for asker in askers(stub)]
    assert columns[0][0] == AARHUS
    page = {row.borger.cpr: dict(zip(columns, row.seen, strict=True)) for row in citizens(stub)}
    words = ("citizens", "--json", "--fixtures", str(data), "--date", DATO.isoformat())
    listed = json.loads(CliRunner().invoke(cli, words).stdout)
    who = {"kommune": AARHUS, "udk": stub.data.register.udk.cvr}
    paragraphs = {"stk. 1": "p11a_stk1", "stk. 2": "p11a_stk2"}
    said = {
        row["cpr"]: {
            (who[name], paragraphs[stk]): (count["loebende"], count["henlagte"])
            for name, by_stk in row["ses"].items()
            for stk, count in by_stk.items()
        }
        for row in listed
    }
    assert said == {cpr: {who: page[cpr][who] for who in row} for cpr, row in said.items()}
    assert set(said) == set(page)
    assert any(
        any(count) for row in said.values() for (cvr, _), count in row.items() if cvr == AARHUS
    )
