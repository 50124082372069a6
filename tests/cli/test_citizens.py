"""`sf1472 citizens`: the test citizens as a table and as JSON, and what goes wrong."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sf1472.cli import cli, main
from sf1472.universe import dansk_dato

FIXTURES = Path(__file__).parents[2] / "fixtures"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command with some arguments, in a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli, ["citizens", *arguments])


def listed(result: Result) -> dict[str, dict[str, Any]]:
    """Return the JSON that was printed, by CPR number."""
    assert result.exit_code == 0, result.output
    return {row["cpr"]: row for row in json.loads(result.stdout)}


def test_the_table_lists_every_citizen(run: Run) -> None:
    """The table names every test citizen of the file, and says that none of them is real."""
    result = run("--date", "2026-05-15")
    assert result.exit_code == 0
    assert "Testborgere pr. 15.05.2026" in result.stdout
    for cpr in listed(run("--json")):
        assert cpr in result.stdout
    assert "kan ikke tilhøre nogen" in result.stdout


def test_the_table_says_what_a_citizen_shows(run: Run) -> None:
    """A row has the sentence, and the cases with owner, state and day."""
    table = run("--date", "2026-05-15").stdout
    assert "Borgeren har ingen kontrolsager." in table
    assert "ingen" in table
    assert "Udbetaling Danmark, løbende" in table
    assert "Udbetaling Danmark, henlagt 15.02.2026" in table
    assert "Udbetaling Danmark, afsluttet 15.04.2026" in table


def test_json_has_the_cases_on_the_day_asked_for(run: Run) -> None:
    """The JSON tells each case's owner, state, end, themes and subjects as of the date."""
    rows = listed(run("--json", "--date", "2024-08-31"))
    (sag,) = rows["0113801004"]["kontrolsager"]
    assert (sag["tilstand"], sag["sluttet"]) == ("henlagt", "2024-02-29")
    assert (sag["sektor"], sag["ejer"], sag["ejer_cvr"]) == (
        "UDK",
        "Udbetaling Danmark",
        "00001472",
    )
    assert (sag["kontroltemaer"], sag["emne"]) == (["enligstatus"], "32.45.04")
    assert rows["0113801007"]["kontrolsager"] == []


def test_json_has_the_callers_own_cases(run: Run) -> None:
    """The own cases by which an authority may ask are listed with owner and benefit."""
    assert listed(run("--json"))["0113801001"]["egne_sager"] == [
        {
            "uuid": "14720000-0000-4000-8000-000000001001",
            "ejer_cvr": "64942212",
            "ydelse": "32.24.04",
        }
    ]


def test_json_keeps_danish_letters(run: Run) -> None:
    """Danish letters stand as themselves."""
    assert "løbende" in run("--json").stdout


def test_the_date_is_todays_in_denmark_by_default(run: Run) -> None:
    """Without a date the list is as of today."""
    before = dansk_dato()
    (sag,) = listed(run("--json"))["0113801009"]["kontrolsager"]
    ended = date.fromisoformat(sag["sluttet"])
    assert (dansk_dato() - ended).days in range(28, 32)
    assert ended < before


@pytest.mark.parametrize(
    "tekst", ["", "15.05.2026", "2026-02-30", "20260515", "2026-W20-5", "i dag"]
)
def test_a_bad_date_is_told_with_an_example(run: Run, tekst: str) -> None:
    """A date in any other form ends with exit code 2 and the right form."""
    result = run("--date", tekst)
    assert result.exit_code == 2
    assert "skriv den som 2026-05-01" in result.output


def test_own_citizens_take_the_place_of_the_shipped(run: Run, tmp_path: Path) -> None:
    """`--fixtures` lays own files over the shipped ones."""
    text = 'borgere:\n  - cpr: "9913801001"\n    viser: Vores egen.\n'
    (tmp_path / "testborgere.yaml").write_text(text, encoding="utf-8")
    rows = listed(run("--json", "--fixtures", str(tmp_path)))
    assert [row["viser"] for row in rows.values()] == ["Vores egen."]


@pytest.mark.parametrize(
    ("option", "piece"),
    [
        pytest.param("--contract", "kontraktmappen findes ikke", id="contract"),
        pytest.param("--fixtures", "mappen med egne data findes ikke", id="fixtures"),
    ],
)
def test_a_missing_folder_ends_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, piece: str
) -> None:
    """The error is one line in Danish on stderr, without a traceback."""
    with pytest.raises(SystemExit) as caught:
        main(["citizens", option, str(tmp_path / "mangler")])
    written = capsys.readouterr()
    assert caught.value.code == 2
    assert written.out == ""
    assert written.err.startswith("Fejl: ")
    assert piece in written.err
    assert written.err.count("\n") == 1


def test_a_mistake_in_own_data_ends_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A mistake in an own file is told with file, line and element."""
    file = tmp_path / "testborgere.yaml"
    file.write_text('borgere:\n  - cpr: "1"\n    viser: Forkert.\n', encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["citizens", "--fixtures", str(tmp_path)])
    assert caught.value.code == 2
    assert f"{file}, linje 2: borgere[0].cpr:" in capsys.readouterr().err


def test_the_help_is_danish(run: Run) -> None:
    """The help says what the command does and what the options take."""
    result = run("--help")
    assert result.exit_code == 0
    assert "Vis testborgerne" in result.stdout
    assert "--fixtures MAPPE" in result.stdout


def test_the_table_in_docs_is_current() -> None:
    """`docs/testborgere.md` is what `sf1472 citizens --markdown` writes, on whatever day."""
    committed = (Path(__file__).parents[2] / "docs" / "testborgere.md").read_text(encoding="utf-8")
    for day in ("2026-11-23", "2028-08-31"):
        result = CliRunner().invoke(cli, ["citizens", "--markdown", "--date", day])
        assert result.output == committed, "skriv den igen med make docs"
