"""README's example calls are run, so that they stay true."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from sf1472_stub import Stub, StubServer

README = Path(__file__).parents[1] / "README.md"


def test_the_curl_example_gets_a_case() -> None:
    """The command works as printed, but for the port, and one case comes back."""
    blocks = re.findall(r"```sh\n(curl .*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (command,) = blocks
    with StubServer(Stub()).running() as server:
        command = command.replace("http://localhost:8472", server.base_url)
        answer = subprocess.run(["sh", "-c", command], capture_output=True, check=True, timeout=20)
    assert answer.stdout.count(b"<k:KontrolsagStruktur>") == 1


def test_the_readme_names_every_command() -> None:
    """Nothing the command line offers is missing from the README."""
    from sf1472.cli import COMMANDS

    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"sf1472 {name}" not in text and name != "demo"] == []
