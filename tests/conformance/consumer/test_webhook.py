"""Exams by webhook: the consumer is an address, and may answer as it pleases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from . import lookups
from .command import LOOKUPS, consumer, missing, outcomes, report_in


class Hook(BaseHTTPRequestHandler):
    """A consumer behind an address: it looks up who is named, and answers what came of it."""

    def do_POST(self) -> None:
        """Look up, and answer."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import lookups,sys,json;print(json.dumps(lookups.look_up(sys.argv[1])))",
                asked["citizen"],
            ],
            cwd=Path(lookups.__file__).parent,
            env={**os.environ, "SF1472_URL": asked["url"]},
            capture_output=True,
            check=True,
        )
        told = json.loads(done.stdout)
        told.pop("citizen")
        if "date" in asked:
            told["date"] = asked["date"]
        self.reply(asked, told)

    def reply(self, asked: dict[str, Any], told: dict[str, Any]) -> None:  # noqa: ARG002
        """Answer with what came of it."""
        self.send(200, json.dumps(told).encode())

    def send(self, status: int, content: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class SaysOk(Hook):
    """It tells at the address for that, and answers in its own words."""

    def reply(self, asked: dict[str, Any], told: dict[str, Any]) -> None:
        """Tell elsewhere."""
        content = json.dumps({**told, "citizen": asked["citizen"]}).encode()
        lookups.post(asked["outcomes_url"], content, "application/json")
        self.send(200, b"OK")


class FallsOver(Hook):
    """A business error is its own failure, and one answer is none."""

    def reply(self, asked: dict[str, Any], told: dict[str, Any]) -> None:
        """Answer as it goes."""
        if asked["situation"] == "S-SVAR-3":
            self.close_connection = True
        elif told["outcome"] == "fejl":
            self.send(500, b"")
        else:
            super().reply(asked, told)


@contextmanager
def webhook(kind: type[Hook] = Hook) -> Iterator[str]:
    """Give the address of such a consumer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/opslag"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_is_called_for_each_lookup(tmp_path: Path) -> None:
    """What it answers is what came of the lookup."""
    with webhook() as url:
        code = consumer(
            *("--webhook", url, "--profile", "grund", "--report", str(tmp_path), "--port", "0")
        )
    assert code == 0
    found = outcomes(tmp_path)
    assert (found["C-SVAR-2"], found["C-SVAR-7"]) == ("pass", "pass")


def test_a_webhook_may_answer_in_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That it is not as agreed is said; what it told elsewhere counts."""
    words = ("--profile", "grund", "--report", str(tmp_path), "--port", "0")
    with webhook(SaysOk) as url:
        assert consumer("--webhook", url, *words) == 0
    assert "svarede ikke med den aftalte JSON i S-SVAR-1, S-SVAR-2" in capsys.readouterr().out
    assert outcomes(tmp_path)["C-SVAR-7"] == "pass"


def test_a_lookup_that_fails_at_the_webhook_is_not_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was told of it; the rest is asked for and judged, and the exam is over."""
    words = ("--profile", "grund", "--report", str(tmp_path), "--port", "0")
    with webhook(FallsOver) as url:
        assert consumer("--webhook", url, *words) == 0
    ended = report_in(tmp_path)["consumer"]["ended"]["da"]
    assert "webhooken svarede HTTP 500 i S-FEJL-1, S-FEJL-3" in ended
    assert "webhooken kunne ikke kaldes (" in ended
    assert ended in " ".join(capsys.readouterr().out.split())
    found = outcomes(tmp_path)
    assert (found["C-SVAR-1"], found["C-SVAR-7"]) == ("pass", "inconclusive")
    assert missing(tmp_path) == []


def test_an_exam_does_not_begin_without_its_webhook(tmp_path: Path) -> None:
    """So that the right address can be given, and nothing needs to be resumed."""
    words = ("--report", str(tmp_path), "--port", "0", "--profile", "grund")
    assert consumer("--webhook", "http://127.0.0.1:9/", *words) == 2
    assert consumer("--run", LOOKUPS, *words) == 0
