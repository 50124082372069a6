"""A PostgreSQL server of one's own from Debian's packages, gone when the block ends."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

MISSING = "PostgreSQL's server findes ikke på maskinen; installér den med: make service-packages"


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of an empty database on a server that listens on a socket file only."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="sf1472-pg-", dir="/tmp"))  # a socket's path is short
    account = _account(folder)
    data = str(folder / "data")
    pg_ctl = [str(programs / "pg_ctl"), "--pgdata", data, "--wait", "--silent"]
    try:
        initdb = [str(programs / "initdb"), "--pgdata", data, "--auth=trust", "--username=test"]
        _run([*initdb, "--encoding=UTF8", "--no-locale", "--no-sync"], account)
        options = f"-F -c listen_addresses='' -k {folder} -c max_connections=200"
        _run([*pg_ctl, "--log", str(folder / "log"), "--options", options, "start"], account)
        try:
            yield f"postgresql://test@/postgres?host={folder}"
        finally:
            _run([*pg_ctl, "--mode=immediate", "stop"], account)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Return the folder of the newest server on the machine."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    folders = sorted((file.parent for file in found), key=lambda folder: int(folder.parent.name))
    if not folders:
        pytest.fail(MISSING)
    return folders[-1]


def _account(folder: Path) -> dict[str, Any]:
    """Return how to become somebody the server will run as: it refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(command: list[str], account: dict[str, Any]) -> None:
    with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server
        done = subprocess.run(
            command, check=False, cwd="/", stdout=said, stderr=said, timeout=60, **account
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()
