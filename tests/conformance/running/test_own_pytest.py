"""The suite in a vendor's own pytest: a module that imports it, and what its options do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from ..citizens import CITIZENS
from ..provider.defects import defective
from ..served import served

KNOWN = f"""
[[viden]]
borger = "{CITIZENS[0]}"
spoerger = "kommune"
hjemmel = "p11a_stk2"
vises_ikke = ["11111111-1111-4111-8111-111111111111"]
"""
WITHOUT = ("-p", "no:cacheprovider", "-p", "no:faker")  # faker takes half a second to load
PYTEST = (sys.executable, "-m", "pytest", "-q", *WITHOUT)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A defective provider's address."""
    with served(defective("SkipsUnknownElements")) as url:
        yield url


@pytest.fixture
def project(address: str, tmp_path: Path) -> Path:
    """A vendor's project: it imports the suite and says where its provider is."""
    (tmp_path / "test_udbyder.py").write_text(
        dedent(
            f"""
            import pytest
            from sf1472_conformance.provider.suite.everything import *
            @pytest.fixture(scope="session")
            def sf1472_url(): return "{address}"
            """
        ),
        encoding="utf-8",
    )
    return tmp_path


def run_tests(project: Path, *words: str) -> tuple[int, str]:
    """Run the project's tests; return the exit code and what was said."""
    command = [*PYTEST, *words]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False, text=True)
    return done.returncode, done.stdout + done.stderr


def rules(*patterns: str) -> tuple[str, ...]:
    """Return the options that choose rules."""
    return tuple(word for pattern in patterns for word in ("--sf1472-rule", pattern))


@pytest.mark.parametrize("workers", ["0", "2"])
def test_three_lines_in_ones_own_tests(project: Path, workers: str) -> None:
    """They give a verdict, and one report of all rules, however many processes there are."""
    words = (*rules("P-FEJL-7", "P-HTTP-*"), "--sf1472-report", "rapport", "-n", workers)
    code, said = run_tests(project, *words)
    assert code == 1
    assert "1 failed, 6 passed" in said, said
    assert "P-FEJL-7: " in said
    report = json.loads((project / "rapport" / "rapport.json").read_bytes())
    assert (report["total"], report["passed"]) == (7, 6)
    assert (project / "rapport" / "rapport.html").is_file()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (rules("P-FINDES-1"), "Ingen regel hedder P-FINDES-1"),
        ((*rules("P-MIN-1"), "--sf1472-profile", "grund"), "Ingen regel er valgt: P-MIN-1 er ikke"),
        (("--sf1472-profile", "grum"), "'grum' er ingen profil"),
    ],
    ids=["unknown", "other-profile", "no-profile"],
)
def test_a_wrong_choice_of_rules_is_refused(
    project: Path, words: tuple[str, ...], problem: str
) -> None:
    """One line says why, as for pytest's own options, and before there are workers."""
    code, said = run_tests(project, *words, "-n", "2")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert problem in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("workers", "rate"), [("0", 2.0), ("2", 1.0)])
def test_production_is_called_gently(project: Path, workers: str, rate: float) -> None:
    """The profile `drift` has the command line's rate, and workers share it."""
    (project / "test_rate.py").write_text(
        f"def test_rate(sf1472_plan): assert sf1472_plan.limits.rate == {rate}\n", encoding="utf-8"
    )
    words = ("test_rate.py", "--sf1472-profile", "drift", "-n", workers)
    code, said = run_tests(project, *words, "--sf1472-url", "http://localhost:9/")
    assert code == 0, said


OPTIONS = ("--kommune", "11111111", "--udk=22222222", "--date", "2026-08-31", "--cpr")


@pytest.mark.parametrize("by", ["fixture", "ini"])
def test_the_command_lines_options_are_ones_own_tests(project: Path, by: str) -> None:
    """The fixture or the setting `sf1472_options` takes the command line's own words."""
    (project / "viden.toml").write_text(KNOWN, encoding="utf-8")
    words = [*OPTIONS, CITIZENS[0], "--knowledge", "viden.toml", "--timeout", "7"]
    if by == "fixture":
        (project / "conftest.py").write_text(
            "import pytest\n"
            '@pytest.fixture(scope="session")\n'
            f"def sf1472_options(): return {words}\n",
            encoding="utf-8",
        )
    else:
        ini = f"[pytest]\nsf1472_options = {' '.join(words)}\n"
        (project / "pytest.ini").write_text(ini, encoding="utf-8")
    chosen = (*rules("P-HTTP-3", "P-VIDEN-1"), "--sf1472-report", "rapport")
    run_tests(project, *chosen)
    report = json.loads((project / "rapport" / "rapport.json").read_bytes())
    told = report["provider"]
    assert (told["kommune"], told["udk"], told["dato"]) == ("11111111", "22222222", "2026-08-31")
    assert (told["citizens"], told["knowledge"]) == (1, 1)
    assert "højst 7 s" in told["transport"]["da"]
    outcomes = {rule["id"]: rule["outcome"] for rule in report["rules"]}
    assert outcomes == {"P-HTTP-3": "pass", "P-VIDEN-1": "pass"}


@pytest.mark.parametrize(
    ("words", "problem", "workers"),
    [
        ("--kommune 12", "'12' er ikke et CVR-nummer på otte cifre", "1"),
        ("--rule P-FEJL-7", "--rule", "0"),
        ("--contract findes-ikke", "findes ikke", "0"),
    ],
)
def test_wrong_options_are_an_error(project: Path, words: str, problem: str, workers: str) -> None:
    """It is one line without a traceback, and no verdict on the provider."""
    chosen = rules("P-FEJL-7")
    code, said = run_tests(project, *chosen, "-n", workers, "-o", f"sf1472_options={words}")
    assert code == pytest.ExitCode.TESTS_FAILED
    (line,) = (line for line in said.splitlines() if line.startswith("sf1472_options: "))
    assert problem in line
    assert "1 error" in said
    assert "Traceback" not in said
