"""docs/udbydere.md: its examples are what the kit takes, and they do what is said of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from sf1472.cli import cli
from sf1472_stub import Stub, StubServer

from .pages import page


def example(language: str) -> str:
    """Return the page's only example in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", page("udbydere.md"), re.DOTALL)
    return str(found)


def test_the_example_of_knowledge_is_true_of_the_stub(tmp_path: Path) -> None:
    """Every entry is asked, and all three rules on knowledge pass."""
    (tmp_path / "viden.toml").write_text(example("toml"), encoding="utf-8")
    with StubServer(Stub()).running() as server:
        told = (
            *("conform", "provider", "--url", server.url, "--rule", "P-VIDEN-*"),
            *("--knowledge", str(tmp_path / "viden.toml"), "--report", str(tmp_path / "rapport")),
        )
        done = CliRunner().invoke(cli, told)
    assert done.exit_code == 0, done.output
    assert done.output.count("✓ bestået") == 3


def test_the_test_file_judges_a_provider(tmp_path: Path) -> None:
    """It does so as printed, but for the address; one rule is enough to see that it is bound."""
    with StubServer(Stub()).running() as server:
        text = re.sub(r"http://localhost:8472/\w+/\w+", server.url, example("python"))
        (tmp_path / "test_udbyder.py").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, "--sf1472-profile", "grund", "--sf1472-rule", "P-FEJL-7"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_the_settings_are_pytests(tmp_path: Path) -> None:
    """Pytest takes the example, and refuses a setting that nobody has made known."""
    for more, code in (("", 5), ("sf1472_findes_ikke = 1\n", 4)):
        (tmp_path / "pytest.ini").write_text(example("ini") + more, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "--strict-config"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
        assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
