"""The journal in a database: a SQLite file, or a PostgreSQL server that several stubs share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.inspection import inspect
from sqlalchemy.pool import ConnectionPoolEntry

from sf1472.errors import KitError
from sf1472_stub.journal.entry import Entry
from sf1472_stub.journal.mark import Mark
from sf1472_stub.journal.store import Filter
from sf1472_stub.journal.table import (
    calls,
    conditions,
    entry_of,
    mark_of,
    mark_row,
    marks,
    metadata,
    row,
)

BUSY_SECONDS = 30
CONNECT_SECONDS = 5
_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
_CREATION_LOCK = 1472  # any number that every stub agrees on
_ENTRY = (calls.c.document, calls.c.request_body, calls.c.response_body)


class SqlJournal:
    """Every call in one table, safe for several processes. Nothing gives way: it grows.

    Parameters: `url` as `open_journal` takes it. Raises KitError when the URL is not one, the
    driver is missing or the database cannot be used; later when the database is lost.
    """

    blocking = True

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self._shown = self._url.set(drivername=url.partition("://")[0]).render_as_string()
        self._engine = self._open()
        self._turn = _turn(self._engine)
        try:
            with self._connection("kan ikke åbnes") as connection:
                _create(connection, self._shown)
        except KitError:
            self.close()
            raise

    def append(self, entry: Entry) -> None:
        """Keep `entry`; when this returns, it survives the end of this process."""
        with self._turn, self._connection() as connection:
            connection.execute(insert(calls), row(entry))

    def get(self, id_: str) -> Entry | None:
        """Return the entry with this id."""
        wanted = select(*_ENTRY).where(calls.c.id == id_.replace("\0", ""))
        with self._connection() as connection:
            found = connection.execute(wanted).one_or_none()
        return None if found is None else entry_of(*found)

    def find(self, filter_: Filter, limit: int = 100, before: str | None = None) -> list[Entry]:
        """Return matching entries, newest first; `before` an id continues a listing."""
        wanted = select(*_ENTRY).where(*conditions(filter_, self._engine.dialect.name))
        if before is not None:
            wanted = wanted.where(calls.c.id < before.replace("\0", ""))
        with self._connection() as connection:
            found = connection.execute(wanted.order_by(calls.c.id.desc()).limit(limit))
            return [entry_of(*values) for values in found]

    def count(self, filter_: Filter) -> int:
        """Return how many entries match."""
        wanted = select(func.count()).select_from(calls)
        with self._connection() as connection:
            return connection.execute(
                wanted.where(*conditions(filter_, self._engine.dialect.name))
            ).scalar_one()

    def note(self, mark: Mark) -> None:
        """Keep a mark; when this returns, it survives the end of this process."""
        with self._turn, self._connection() as connection:
            connection.execute(insert(marks), mark_row(mark))

    def marks(self) -> list[Mark]:
        """Return every mark, oldest first."""
        with self._connection() as connection:
            found = connection.execute(select(marks.c.document).order_by(marks.c.id))
            return [mark_of(document) for document in found.scalars()]

    def clear(self) -> int:
        """Forget every entry and mark; return how many entries there were."""
        with self._turn, self._connection() as connection:
            connection.execute(delete(marks))
            return connection.execute(delete(calls)).rowcount

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def _open(self) -> Engine:
        """Return the engine; nothing is connected yet."""
        try:
            if self._url.get_backend_name() != "sqlite":
                wait = {"connect_timeout": CONNECT_SECONDS}
                return create_engine(self._url, pool_pre_ping=True, connect_args=wait)
            engine = create_engine(self._url, connect_args={"timeout": BUSY_SECONDS})
        except ModuleNotFoundError as error:
            raise KitError(
                f"Journalen {self._shown} kræver databasens driver: pip install 'psycopg[binary]'"
            ) from error
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

    @contextmanager
    def _connection(self, what: str = "kan ikke nås") -> Iterator[Connection]:
        """Give a transaction that ends with the block; the database's errors become KitError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise KitError(f"Journalen {self._shown} {what}: {reason}") from error


def _parsed(url: str) -> URL:
    """Return the URL with the driver the kit uses."""
    try:
        parsed = make_url(url)
        kind = parsed.drivername
        usable = kind in _DRIVERS and parsed.database not in (None, "", ":memory:")
    except (ArgumentError, ValueError):
        usable = False
    if not usable:
        raise KitError(
            "Journalens adresse skal være sqlite:///fil (med fire skråstreger, når stien er "
            "absolut) eller postgresql://bruger:kode@vært/database. Uden --journal ligger "
            "journalen i hukommelsen."
        )
    return parsed.set(drivername=_DRIVERS[kind])


def _turn(engine: Engine) -> AbstractContextManager[object]:
    """Return what a writer holds. SQLite takes one at a time: threads that queue need not poll."""
    return threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let readers and a writer work side by side; what is committed survives a kill -9."""
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _create(connection: Connection, shown: str) -> None:
    """Make the table if it is not there, one process at a time; check it if it is."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("BEGIN IMMEDIATE"))
    else:
        connection.execute(select(func.pg_advisory_xact_lock(_CREATION_LOCK)))
    metadata.create_all(connection)
    there = {column["name"] for column in inspect(connection).get_columns(calls.name)}
    if there != set(calls.c.keys()):
        raise KitError(
            f"Journalen {shown} er skrevet af en anden udgave af stubben. "
            "Vælg en anden fil eller database, eller slet tabellen sf1472_kald."
        )
