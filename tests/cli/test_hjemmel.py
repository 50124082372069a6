"""`sf1472 hjemmel explain`: every candidate, every rule, the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sf1472.cli import cli
from sf1472.hjemmel import REGLER

KOEBENHAVN, AARHUS = "64942212", "55133018"


def explain(*options: str) -> Result:
    """Run the command on a wide terminal."""
    env = {"COLUMNS": "200", "NO_COLOR": "1"}
    return CliRunner(env=env).invoke(cli, ["hjemmel", "explain", "--date", "2026-11-23", *options])


def test_each_case_and_each_rule_is_told() -> None:
    """Three cases under one basis: two shown, one withheld by the six months."""
    result = explain("--caller", KOEBENHAVN, "--cpr", "0113801016", "--hjemmel", "UDKL_11A_STK2")
    assert result.exit_code == 0
    assert result.output.count(": vises\n") == 2
    assert result.output.count(": vises ikke") == 1
    for rule in REGLER:
        assert result.output.count(f" {rule} ") == 3
    broken = [line for line in result.output.splitlines() if "✗" in line]
    assert len(broken) == 1
    assert "HJ-FRIST-1" in broken[0]
    assert "§ 11 a, stk. 2, nr. 4" in broken[0]


def test_the_answer_is_shown() -> None:
    """What would be sent stands at the end."""
    result = explain("--caller", KOEBENHAVN, "--cpr", "0113801001", "--hjemmel", "UDKL_11A_STK1")
    answer = result.output.split("Svaret, der ville blive sendt")[1]
    assert "<k:SagUUID>" in answer
    assert "SagStatus" not in answer


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(
            ("--caller", KOEBENHAVN, "--cpr", "0113801001", "--myndighed", AARHUS),
            "HJ-SEKTOR-2",
            id="HJ-SEKTOR-2",
        ),
        pytest.param(
            ("--caller", "00001473", "--cpr", "0113801001"), "HJ-AFTALE-1", id="HJ-AFTALE-1"
        ),
        pytest.param(
            ("--caller", AARHUS, "--sag", "00000000-0000-4000-8000-000000000000"),
            "SAG_UKENDT",
            id="ukendt-sag",
        ),
    ],
)
def test_a_refused_call_says_by_what(options: tuple[str, ...], told: str) -> None:
    """The code of the Fejl and, where there is one, the rule behind it."""
    result = explain(*options)
    assert "Kaldet afvises" in result.output
    assert told in result.output


def test_own_cases_benefit_is_withheld() -> None:
    """Asked by the caller's own case, HJ-ANDRE-1 withholds the same benefit."""
    result = explain("--caller", AARHUS, "--sag", "14720000-0000-4000-8000-000000001012")
    assert "✗  HJ-ANDRE-1" in result.output


def test_no_case_is_said() -> None:
    """A citizen without cases."""
    result = explain("--caller", KOEBENHAVN, "--cpr", "0113801007")
    assert "ingen kontrolsager" in result.output


@pytest.mark.parametrize(
    "options", [(), ("--cpr", "0113801001", "--sag", "x")], ids=["neither", "both"]
)
def test_citizen_or_case(options: tuple[str, ...]) -> None:
    """Exactly one of the two."""
    result = explain("--caller", KOEBENHAVN, *options)
    assert result.exit_code == 2
    assert "enten --cpr eller --sag" in result.output


def test_what_the_schema_refuses_is_explained() -> None:
    """A CVR number of seven digits never reaches the law."""
    result = explain("--caller", "1234567", "--cpr", "0113801001")
    assert "[0-9]{8}" in str(result.exception)


def test_a_setting_changes_the_verdict(tmp_path: Path) -> None:
    """The boundary day is a setting in the vendor's own folder."""
    (tmp_path / "hjemmel").mkdir()
    (tmp_path / "hjemmel" / "indstillinger.toml").write_text("graensedag_med = false\n")
    options = ("--caller", KOEBENHAVN, "--cpr", "0113801004", "--hjemmel", "UDKL_11A_STK2")
    assert ": vises\n" in explain(*options).output
    assert ": vises ikke" in explain(*options, "--fixtures", str(tmp_path)).output
