"""The stub as a process: banner, ready curl command, clean end, errors at the start."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest


class Process:
    """A stub in a process of its own, its banner read."""

    def __init__(self, *command: str) -> None:
        env = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=env,
        )
        assert self.process.stdout is not None
        self.banner = ""
        for line in self.process.stdout:
            self.banner += line
            if "Ctrl-C" in line:
                break

    def end(self, signum: int) -> tuple[int, str]:
        """Send a signal; return exit code and the rest of the output."""
        self.process.send_signal(signum)
        rest, _ = self.process.communicate(timeout=20)
        return self.process.returncode, rest


@pytest.fixture
def started() -> Iterator[list[Process]]:
    """Processes that are ended whatever happens."""
    processes: list[Process] = []
    yield processes
    for item in processes:
        if item.process.poll() is None:
            item.process.kill()
            item.process.communicate()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
@pytest.mark.parametrize(
    "command", [("sf1472.cli", "stub"), ("sf1472_stub",)], ids=["cli", "module"]
)
def test_it_starts_answers_and_ends_cleanly(
    started: list[Process], command: tuple[str, ...], signum: int
) -> None:
    """The banner has address and provenance, and the exit code is 0 with nothing more said."""
    process = Process(*command, "--port", "0", "--date", "2026-11-23")
    started.append(process)
    assert "rekonstruktion, ikke KOMBITs pakke" in process.banner
    assert "23.11.2026" in process.banner
    assert re.search(r"http://127\.0\.0\.1:\d+/service/", process.banner)
    code, rest = process.end(signum)
    assert (code, rest.strip()) == (0, "Stubben er stoppet.")


def test_the_banners_curl_command_works_as_it_stands(started: list[Process]) -> None:
    """The command, pasted into a shell, gets an answer."""
    process = Process("sf1472_stub", "--port", "0")
    started.append(process)
    command = process.banner[
        process.banner.index("curl ") : process.banner.index("\n\nTestborgerne")
    ]
    answer = subprocess.run(
        ["sh", "-c", command.replace("curl ", "curl -sS --noproxy '*' ", 1)],
        capture_output=True,
        check=True,
        timeout=20,
    )
    assert answer.stdout.count(b"<k:KontrolsagStruktur>") == 1


def test_a_taken_port_is_explained() -> None:
    """The exit code is 2, and the text says what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "-m", "sf1472_stub", "--port", port],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=20,
        )
    assert result.returncode == 2
    assert f"Fejl: Adressen 127.0.0.1:{port} kan ikke bruges" in result.stderr


@pytest.mark.parametrize("option", ["--contract", "--fixtures"])
def test_a_missing_folder_is_explained(option: str) -> None:
    """The exit code is 2; the text has the folder's name and no traceback."""
    result = subprocess.run(
        [sys.executable, "-m", "sf1472_stub", option, "findes-ikke"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
    )
    assert result.returncode == 2
    assert "findes-ikke" in result.stderr
    assert "Traceback" not in result.stderr
