"""Two real stubs share one journal: every call that was answered is in it."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sf1472.contract import load_contract
from sf1472.message import Forespoergsel, Messages, Rettighed
from sf1472_stub.journal import Filter, open_journal

from ..caller import wrap

THREADS, CALLS = 8, 40


@contextmanager
def stub(journal: str) -> Iterator[str]:
    """Run a stub in a process of its own; yield its address."""
    command = [sys.executable, "-m", "sf1472_stub", "--port", "0", "--journal", journal]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        found = (re.search(r"http://127\.0\.0\.1:\d+/service/\w+", line) for line in lines)
        yield next(match[0] for match in found if match)
    finally:
        process.kill()  # the hard way: what was answered must be kept all the same
        process.communicate(timeout=20)


def ask(url: str, names: list[str]) -> list[str]:
    """Make a call for each transaction id over one connection; return the ids of those answered."""
    messages = Messages(load_contract())
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    answered = []
    for name in names:
        request = Forespoergsel(
            name,
            "2026-11-23T12:00:00+01:00",
            (Rettighed(("UDKL_11A_STK2",), (), ()),),
            "64942212",
            None,
            "0113801001",
        )
        body = wrap(messages.write_request(request))
        connection.request("POST", parts.path, body, {"Content-Type": "application/soap+xml"})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            answered.append(name)
    connection.close()
    return answered


def share(journal: str) -> None:
    """Call two stubs at once, kill them, and look for every answered call in the journal."""
    batches = [[f"tx-{thread}-{call}" for call in range(CALLS)] for thread in range(THREADS)]
    with stub(journal) as one, stub(journal) as two, ThreadPoolExecutor(THREADS) as pool:
        addresses = [one, two] * (THREADS // 2)
        answered = sorted(name for part in pool.map(ask, addresses, batches) for name in part)
    assert answered == sorted(name for batch in batches for name in batch)
    kept = open_journal(journal)
    found = sorted(e.transaktions_id or "" for e in kept.find(Filter(status=200), limit=100_000))
    kept.close()
    assert found == answered


def test_two_stubs_share_a_sqlite_file(tmp_path: Path) -> None:
    """On one machine a file will do."""
    share(f"sqlite:///{tmp_path / 'journal.db'}")


@pytest.mark.postgres
def test_two_stubs_share_a_postgresql_server(postgres: str) -> None:
    """On several machines a server is shared."""
    journal = open_journal(postgres)
    journal.clear()
    journal.close()
    share(postgres)
