"""The journal through the control API, in memory and in a database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.journal import Filter, Journal

from ..caller import DATO, Caller
from ..journal.entries import an_entry
from .steering import Steering

PROBLEM = {"status": 500, "fault": "METODE", "caller": "55133018"}


@pytest.fixture(params=["memory", "sqlite"])
def stub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StubServer]:
    """A running stub whose journal need not be waited for, and one whose must."""
    url = None if request.param == "memory" else f"sqlite:///{tmp_path / 'journal.db'}"
    with StubServer(Stub(StubSettings(dato=DATO, journal=url))).running() as server:
        yield server
    server.stub.journal.close()


@pytest.fixture
def journal(stub: StubServer) -> Journal:
    """The stub's journal."""
    return stub.stub.journal


@pytest.fixture
def admin(stub: StubServer) -> Steering:
    """The stub's control API."""
    return Steering(stub.base_url)


def keep(journal: Journal, *given: dict[str, object]) -> list[str]:
    """Keep an entry for each of the dicts; return their ids, newest first."""
    entries = [an_entry(**fields) for fields in given]
    for entry in entries:
        journal.append(entry)
    return [entry.id for entry in reversed(entries)]


def test_a_call_is_found_and_shown(admin: Steering, stub: StubServer) -> None:
    """A real call shows what came, what went and why, with CPR numbers masked."""
    Caller(stub).ask()
    (found,) = admin.get("/requests")["requests"]
    assert (found["status"], found["outcome"], found["caller"]) == (200, "svar", "64942212")
    assert "KontrolsagListeHent_I" in found["request_body"]
    assert "0113801001" not in found["request_body"]
    assert found["trace"]
    assert admin.get(f"/requests/{found['id']}") == found


def test_calls_are_filtered_and_counted(admin: Steering, journal: Journal) -> None:
    """Any field filters; the total does not heed the limit."""
    plain, wrong, last = keep(journal, {}, PROBLEM, {})[::-1]
    everything = admin.get("/requests", limit=1)
    assert [r["id"] for r in everything["requests"]] == [last]
    assert everything["meta"] == {"total": 3}
    for query in (
        {"status": 500},
        {"problem": "true"},
        {"caller": "55133018"},
        {"fault": "METODE"},
    ):
        assert [r["id"] for r in admin.get("/requests", **query)["requests"]] == [wrong]
        assert admin.get("/requests/count", **query) == {"count": 1}
    assert admin.get("/requests/count", text="<æ/>") == {"count": 3}
    assert admin.get("/requests/count", problem="false") == {"count": 2}
    assert [r["id"] for r in admin.get("/requests", before=wrong)["requests"]] == [plain]


def test_a_long_listing_goes_on_where_it_ended(admin: Steering, journal: Journal) -> None:
    """The listing goes on past the pages it is read in."""
    ids = keep(journal, *({} for _ in range(50)))
    first = admin.get("/requests", limit=30)["requests"]
    rest = admin.get("/requests", before=first[-1]["id"])["requests"]
    assert [r["id"] for r in (*first, *rest)] == ids


def test_near_misses_are_found(admin: Steering, journal: Journal) -> None:
    """Near misses come newest first, within the limit."""
    close = {"near_miss": "Det nærmeste afveg i kalder"}
    newest, oldest = keep(journal, close, {}, close)[::2]
    found = admin.get("/requests/unmatched/near-misses")["near_misses"]
    assert [r["id"] for r in found] == [newest, oldest]
    assert found[0]["near_miss"] == close["near_miss"]
    assert len(admin.get("/requests/unmatched/near-misses", limit=1)["near_misses"]) == 1
    assert admin.get("/requests/unmatched/near-misses", before=oldest) == {"near_misses": []}


def test_an_empty_journal_is_listed(admin: Steering) -> None:
    """An empty journal is an empty list."""
    assert admin.get("/requests") == {"requests": [], "meta": {"total": 0}}
    assert admin.call("GET", "/requests/export").content == b""
    assert admin.get("/requests/export", format="har")["log"]["entries"] == []


def test_the_journal_is_emptied(admin: Steering, journal: Journal) -> None:
    """Emptying tells how many calls there were."""
    keep(journal, {}, {})
    assert admin.done("DELETE", "/requests") == {"removed": 2}
    assert journal.count(Filter()) == 0


def test_reset_empties_the_journal(admin: Steering, journal: Journal) -> None:
    """A reset empties the journal with all the rest."""
    keep(journal, {}, {})
    assert admin.done("POST", "/reset")["status"] == "ok"
    assert journal.count(Filter()) == 0


def test_everything_is_exported(admin: Steering, journal: Journal) -> None:
    """Each format is a file of its own media type, filtered if wanted."""
    ids = keep(journal, *({} for _ in range(45)), PROBLEM)
    lines = admin.call("GET", "/requests/export")
    assert lines.media == "application/jsonl"
    assert "sf1472-journal.jsonl" in lines.headers["content-disposition"]
    assert [json.loads(line)["id"] for line in lines.content.splitlines()] == ids
    har = admin.call("GET", "/requests/export", format="har")
    assert "sf1472-journal.har" in har.headers["content-disposition"]
    assert [entry["_id"] for entry in har.json["log"]["entries"]] == ids
    only = admin.call("GET", "/requests/export", status=500)
    assert len(only.content.splitlines()) == 1


def test_an_unknown_call_is_not_found(admin: Steering) -> None:
    """The answer is 404 with the address that lists them."""
    assert admin.call("GET", "/requests/findes-ikke").problem == (
        404,
        "/__admin/requests/findes-ikke",
    )


def test_a_lost_database_is_told(tmp_path: Path) -> None:
    """What asks the journal gets 503 with the reason; the rest is answered."""
    stub = Stub(StubSettings(journal=f"sqlite:///{tmp_path / 'journal.db'}"))
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("drop table sf1472_kald")
    connection.close()
    with StubServer(stub).running() as server:
        admin = Steering(server.base_url)
        for path in ("/requests", "/requests/count", "/requests/export", "/requests/x", "/health"):
            reply = admin.call("GET", path)
            assert reply.problem == (503, f"/__admin{path}")
            assert "kan ikke nås: no such table" in reply.json["fejl"]
        assert admin.call("GET", "/clock").status == 200
    stub.journal.close()
