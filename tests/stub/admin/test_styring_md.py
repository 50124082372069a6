"""docs/styring.md: every command on the page works, and every address is on it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sf1472_stub import StubServer
from sf1472_stub.journal import Filter

from .steering import Steering, described

PAGE = (Path(__file__).parents[3] / "docs" / "styring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[f"block-{n}" for n in range(1, len(BLOCKS) + 1)])
def test_the_commands_work_as_printed(
    admin: Steering, server: StubServer, block: str, tmp_path: Path
) -> None:
    """The commands run one after the other, each with an answer below 400."""
    script = block.replace("http://localhost:8472", server.base_url)
    script = script.replace("curl ", "curl --silent --show-error --fail --noproxy '*' ")
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_table_has_every_address_and_method() -> None:
    """The table has the addresses and methods there are, and no other."""
    head, *rows = re.findall(r"^\| (.*) \|$", PAGE[: PAGE.index("## Scenarier")], re.MULTILINE)
    methods = [cell.strip().lower() for cell in head.split("|")[1:]]
    shown = set()
    for row in rows:
        path, *cells = (cell.strip() for cell in row.split("|"))
        shown |= {(path.strip("`"), m) for m, cell in zip(methods, cells, strict=True) if cell}
    written = {(p, m) for p, item in described()["paths"].items() for m in item if m in methods}
    assert shown == written


def test_every_field_of_the_filter_is_named() -> None:
    """The page names each where it tells what can be searched by."""
    assert [name for name in Filter.__struct_fields__ if f"`{name}`" not in PAGE] == []
