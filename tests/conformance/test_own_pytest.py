"""The suite in a vendor's own pytest: a module that imports it, and what its options do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from .calling import served
from .defects import defective

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


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
            from sf1472_conformance.suite.everything import *
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


@pytest.mark.parametrize("workers", ["0"])
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
    """In one line, as pytest refuses its own options, and before there are workers."""
    code, said = run_tests(project, *words, "-n", "2")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert problem in said
    assert "Traceback" not in said
