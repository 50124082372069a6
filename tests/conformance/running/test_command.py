"""`sf1472 conform` over real HTTP: exit codes, files and lists."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sf1472.cli import main

from ..citizens import AARHUS, CITIZENS, ODENSE, UDK
from ..provider.defects import defective
from ..provider.unusual import SHOWS_NOTHING
from ..served import served
from ..stubbed import DATO, Stubbed

WHO = ("--kommune", AARHUS, "--anden-kommune", ODENSE, "--udk", UDK, "--date", DATO.isoformat())
CPR = tuple(word for cpr in CITIZENS for word in ("--cpr", cpr))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The stub's address."""
    with served(Stubbed()) as url:
        yield url


def conform(*arguments: str) -> int:
    """Run `sf1472 conform` and return its exit code."""
    with pytest.raises(SystemExit) as exit_:
        main(["conform", *arguments])
    return int(exit_.value.code or 0)


def test_a_correct_provider_ends_with_0(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report's files are left, and the environment is as it was."""
    before = dict(os.environ)
    assert conform("provider", "--url", address, "--report", str(tmp_path), *WHO, *CPR) == 0
    assert {file.name for file in tmp_path.iterdir()} == {
        "rapport.html",
        "rapport.json",
        "rapport.sarif",
        "junit.xml",
    }
    shown = capsys.readouterr().out
    assert "P-WSDL-1" in shown
    assert str(tmp_path / "rapport.html") in shown
    assert dict(os.environ) == before


def test_a_broken_rule_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule is named in the language asked for."""
    few = ("--rule", "P-FRIST-*", "--rule", "P-LOV-*")
    with served(defective("ForgetsTheDeadline")) as url:
        code = conform(
            "provider", "--url", url, "--report", str(tmp_path), "--lang", "en", *few, *WHO, *CPR
        )
    assert code == 1
    shown = capsys.readouterr().out
    assert "✗ fail P-FRIST-1 A case shelved more than six months ago is not shown" in shown
    assert "reconstruction" in shown


def test_the_shipped_citizens_are_the_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A provider without them leaves rules open; that is no failure."""
    few = ("--rule", "P-SEKTOR-*", "--rule", "P-WSDL-*")
    with served(Stubbed(SHOWS_NOTHING)) as url:
        assert conform("provider", "--url", f"{url}?wsdl", "--report", str(tmp_path), *few) == 0
    assert "? uafgjort P-SEKTOR-1" in capsys.readouterr().out
    report = json.loads((tmp_path / "rapport.json").read_bytes())
    assert report["provider"]["citizens"] > 10
    assert report["contract"]["official"] is False


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--url", "http://127.0.0.1:9/"), "kan ikke nås"),
        (("--url", "stub"), "er ikke en adresse"),
        (("--url", "http://127.0.0.1:9/", "--udk", AARHUS), "hver sit CVR-nummer"),
        (("--url", "http://127.0.0.1:9/", "--udk", "12"), "otte cifre"),
        (("--url", "http://127.0.0.1:9/", "--cpr", "123"), "CPR-nummer skrives med ti cifre"),
        (("--url", "http://127.0.0.1:9/", "--contract", "findes-ikke"), "findes ikke"),
        ((), "--url"),
    ],
    ids=["unreachable", "no-address", "same-callers", "no-cvr", "no-cpr", "no-contract", "no-url"],
)
def test_what_cannot_be_run_ends_with_2(
    arguments: tuple[str, ...],
    problem: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The text says why, and there is no report."""
    folder = tmp_path / "rapport"
    assert conform("provider", "--report", str(folder), *WHO[:4], *arguments) == 2
    assert problem in capsys.readouterr().err
    assert not list(folder.glob("*"))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--rule", "p-min-1", "--profile", "grund"), "p-min-1 er ikke i profilen grund, men i "),
        (("-k", "finnesikke"), "-k 'finnesikke' passer ikke på nogen"),
        (("-k", "finnesikke", "--workers", "2"), "-k 'finnesikke' passer ikke på nogen"),
        (("-k", "P-HTTP-3", "--rule", "P-FEJL-7"), "-k 'P-HTTP-3' passer ikke på nogen"),
        (("-k", "not ("), "-k 'not (' kan ikke læses"),
        (("-k", "not (", "--workers", "2"), "-k 'not (' kan ikke læses"),
        (("--time-limit", "1e-9"), "Tiden var gået, før udbyderen var nået"),
        (("--time-limit", "1e-9", "--workers", "2"), "Tiden var gået, før udbyderen var nået"),
    ],
    ids=[
        *("profile", "keyword", "keyword-workers", "both", "expression", "expression-workers"),
        *("time", "time-workers"),
    ],
)
def test_a_run_without_rules_ends_with_2(
    arguments: tuple[str, ...],
    problem: str,
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """So does one without time: one line says why, and there is no report."""
    folder = tmp_path / "rapport"
    assert conform("provider", "--url", address, "--report", str(folder), *WHO, *arguments) == 2
    said = capsys.readouterr().err.strip()
    assert problem in said
    assert "\n" not in said
    assert not list(folder.glob("*"))


def test_a_broken_kit_ends_with_2(
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not end with 1, which would blame the provider."""

    def breaks(*_: object) -> None:
        raise RuntimeError("i stykker")

    monkeypatch.setattr("sf1472_conformance.provider.judging.judge", breaks)
    assert conform("provider", "--url", address, "--report", str(tmp_path)) == 2
    assert "i stykker" in capsys.readouterr().err


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """They are a table, or JSON with both languages."""
    assert conform("rules", "--json") == 0
    rules = json.loads(capsys.readouterr().out)
    assert set(rules[0]) == {
        *("id", "title", "requirements", "basis", "severity", "profiles", "needs"),
    }
    assert conform("rules", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert all(rule["id"] in shown for rule in rules)
    assert "assumed" in shown
