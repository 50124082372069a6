"""Journals to try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sf1472_stub.journal import Journal, open_journal

from .postgres import running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL database."""
    with running_postgres() as url:
        yield url


@pytest.fixture(
    params=[
        pytest.param("memory", id="memory"),
        pytest.param("sqlite", id="sqlite"),
        pytest.param("postgres", id="postgres", marks=pytest.mark.postgres),
    ]
)
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    """An empty journal of each kind."""
    url = None
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'journal.db'}"
    elif request.param == "postgres":
        url = request.getfixturevalue("postgres")
    journal = open_journal(url)
    journal.clear()
    yield journal
    journal.close()
