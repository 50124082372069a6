"""From an address to a journal, or to an error that says what to do."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sf1472.errors import KitError
from sf1472_stub.journal import Filter, MemoryJournal, open_journal

from .entries import an_entry

NO_ADDRESS = "Journalens adresse skal være"
WRONG: dict[str, tuple[str, str]] = {
    "another-database": ("mysql://a/b", NO_ADDRESS),
    "no-file": ("sqlite://", NO_ADDRESS),
    "no-folder": ("sqlite:////findes/ikke/journal.db", "kan ikke åbnes: unable to open"),
    "no-url": ("journal.db", NO_ADDRESS),
    "not-a-database": (f"sqlite:///{__file__}", "kan ikke åbnes: file is not a database"),
    "port-in-words": ("postgresql://a:b/c", NO_ADDRESS),
    "sqlite-in-memory": ("sqlite:///:memory:", NO_ADDRESS),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_address_is_explained(name: str) -> None:
    """The error is in Danish and gives the database's own reason."""
    url, told = WRONG[name]
    with pytest.raises(KitError, match=told):
        open_journal(url)


def test_an_unreachable_server_is_explained_without_the_password() -> None:
    """The error gives address and reason, never the password."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"postgresql://mig:hemmeligt@127.0.0.1:{taken.getsockname()[1]}/journal"
        with pytest.raises(KitError) as caught:
            open_journal(url)
    assert "postgresql://mig:***@127.0.0.1" in str(caught.value)
    assert "kan ikke åbnes" in str(caught.value)
    assert "hemmeligt" not in str(caught.value)


def test_a_missing_driver_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error gives the command that installs the driver."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(KitError, match=r"pip install 'psycopg\[binary\]'"):
        open_journal("postgresql://localhost/journal")


def test_another_versions_table_is_explained(tmp_path: Path) -> None:
    """The start says so, rather than the first call failing."""
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("create table sf1472_kald (id text)")
    connection.close()
    with pytest.raises(KitError, match="af en anden udgave af stubben"):
        open_journal(f"sqlite:///{tmp_path / 'journal.db'}")


def test_a_journal_that_is_lost_is_explained(tmp_path: Path) -> None:
    """A journal lost later is explained as well as one at the start."""
    journal = open_journal(f"sqlite:///{tmp_path / 'journal.db'}")
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("drop table sf1472_kald")
    connection.close()
    with pytest.raises(KitError, match="kan ikke nås: no such table"):
        journal.append(an_entry())
    journal.close()


def test_without_an_address_it_is_memory() -> None:
    """Without an address the journal is in memory, with the bound that was asked for."""
    journal = open_journal(None, 2)
    for _ in range(3):
        journal.append(an_entry())
    assert isinstance(journal, MemoryJournal)
    assert journal.count(Filter()) == 2


def test_a_file_is_kept_and_opened_again(tmp_path: Path) -> None:
    """A file keeps its entries and is in write-ahead mode."""
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    journal = open_journal(url)
    entry = an_entry()
    journal.append(entry)
    journal.close()
    again = open_journal(url)
    assert again.get(entry.id) == entry
    again.close()
    connection = sqlite3.connect(tmp_path / "journal.db")
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


def test_the_stub_starts_without_sqlalchemy() -> None:
    """It is loaded with `--journal` only: a cold start counts."""
    script = (
        "import sys, sf1472_stub, sf1472_stub.journal as j; j.open_journal(None);"
        "print([m for m in ('sqlalchemy', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
