"""Journals on disk and server: killed writers, several writers, real stubs side by side."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

import psycopg
import pytest

from sf1472_stub.journal import Filter, open_journal

WRITER = Path(__file__).parent / "writer.py"
WRITERS, EACH = 3, 200


def start(url: str, most: int) -> subprocess.Popen[str]:
    """Start a process that appends `most` entries and prints each id once it is kept."""
    command = [sys.executable, "-W", "error", str(WRITER), url, str(most)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def output(process: subprocess.Popen[str]) -> IO[str]:
    """Return what the process prints."""
    assert process.stdout is not None
    return process.stdout


def all_ids(url: str) -> set[str]:
    """Return the id of every entry kept."""
    journal = open_journal(url)
    try:
        return {entry.id for entry in journal.find(Filter(), limit=100_000)}
    finally:
        journal.close()


def test_sqlite_keeps_what_it_acknowledged_before_kill_9(tmp_path: Path) -> None:
    """Every id printed before the kill is there afterwards, and the file can be written again."""
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    process = start(url, 1_000_000)
    printed = [output(process).readline().strip() for _ in range(300)]
    process.kill()
    printed += output(process).read().split()
    assert process.wait(20) == -9
    output(process).close()
    assert set(printed[:-1]) <= all_ids(url)  # the last line may be cut short
    assert start_and_finish(url) <= all_ids(url)


def start_and_finish(url: str) -> set[str]:
    """Append some entries in one process; return their ids."""
    printed, _ = (process := start(url, 5)).communicate(timeout=60)
    assert process.returncode == 0
    return set(printed.split())


def several(url: str) -> None:
    """Let several processes create the journal and write to it at once; nothing may be lost."""
    processes = [start(url, EACH) for _ in range(WRITERS)]
    printed = {id_ for process in processes for id_ in process.communicate(timeout=60)[0].split()}
    assert [process.returncode for process in processes] == [0] * WRITERS
    assert len(printed) == WRITERS * EACH
    assert printed == all_ids(url)


def test_processes_sharing_a_sqlite_file_lose_nothing(tmp_path: Path) -> None:
    """Nothing is lost from the first moment, though they race to create the table."""
    several(f"sqlite:///{tmp_path / 'journal.db'}")


@pytest.mark.postgres
def test_processes_sharing_a_postgresql_server_lose_nothing(postgres: str) -> None:
    """A server that is shared loses nothing, as a file does not."""
    _drop(postgres)
    several(postgres)


@pytest.mark.postgres
def test_a_lost_connection_is_made_anew(postgres: str) -> None:
    """A server that was restarted costs nobody an entry."""
    journal, other = open_journal(postgres), open_journal(postgres)
    journal.count(Filter())
    _execute(
        postgres,
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()",
    )
    assert journal.count(Filter()) == other.count(Filter())
    journal.close()
    other.close()


def _drop(url: str) -> None:
    _execute(url, "drop table if exists sf1472_kald")


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
