"""An exam without command or webhook: a person looks up, sees the list, and may stop."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from . import lookups


class Person:
    """Reads what the exam prints, and uses the consumer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert address is not None, first
        self.base_url = address[0]
        self.url = first.rsplit(" ", 1)[1].strip()

    def exam(self) -> list[dict[str, Any]]:
        """Return the situations as the control API shows them."""
        with urllib.request.urlopen(f"{self.base_url}/__admin/exam", timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)["situations"]
        return found

    def look_up(self, citizen: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look a citizen up in the consumer, which tells what came of it."""
        monkeypatch.setenv("SF1472_URL", self.url)
        told = lookups.look_up(citizen)
        url = f"{self.base_url}/__admin/exam/outcomes"
        lookups.post(url, json.dumps(told).encode(), "application/json")


def _hears_ctrl_c() -> None:
    """Undo what a shell does to jobs in the background: they would not hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def examining(folder: Path) -> Iterator[Person]:
    """Hold an exam that waits for a person."""
    words = ["--profile", "grund", "--port", "0", "--report", str(folder)]
    command = [sys.executable, "-u", "-m", "sf1472.cli", "conform", "consumer", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, preexec_fn=_hears_ctrl_c
    ) as process:
        try:
            yield Person(process)
        finally:
            process.kill()


def test_the_exam_ends_when_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list names every citizen, and nothing more than looking them up is needed."""
    with examining(tmp_path) as person:
        for situation in person.exam():
            for _ in range(situation["lookups"]):
                person.look_up(situation["citizen"], monkeypatch)
        said, _ = person.process.communicate(timeout=60)
        assert person.process.returncode == 0, said
    assert "0113809915" in said
    assert "én gang pr. linje" in said
    assert "alle situationer er gennemgået" in said


def test_a_person_may_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the exam; what was seen is judged, and what was not is named."""
    with examining(tmp_path) as person:
        person.look_up(person.exam()[0]["citizen"], monkeypatch)
        person.process.send_signal(signal.SIGINT)
        said, _ = person.process.communicate(timeout=60)
        assert person.process.returncode == 2, said
    assert "sluttet (afbrudt)" in said
    assert "Mangler: S-SVAR-2" in said
    report = json.loads((tmp_path / "rapport.json").read_bytes())
    assert report["consumer"]["calls"] == 1
