"""What the journal keeps of a call, seen after calls over HTTP."""

from __future__ import annotations

import pytest

from sf1472_stub.journal import Entry, Filter, MemoryJournal
from tests.stub.caller import AARHUS, KOEBENHAVN, STK2, Caller, wrap

from .observe import request, see

CPR = b"0113801016"


def last(caller: Caller) -> Entry:
    """Return the newest entry."""
    return caller.server.stub.journal.find(Filter(), 1)[0]


def test_a_plain_call(caller: Caller) -> None:
    """The entry has caller, identification, both bodies and the law's word on each case."""
    content = request(caller, cpr=CPR.decode())
    seen = see(caller, content)
    entry = last(caller)
    assert (entry.caller, entry.transaktions_id, entry.soap_version) == (
        KOEBENHAVN,
        "tx-æ-1",
        "1.2",
    )
    assert (entry.status, entry.outcome, entry.fault, entry.fejl) == (200, "svar", None, ())
    assert entry.request_body == content.replace(CPR, b"******-****")
    assert seen.reply is not None
    assert entry.response_body == seen.reply.content
    assert [(j.hjemmel, j.brudt) for j in entry.trace] == [
        ("p11a_stk2", ()),
        ("p11a_stk2", ()),
        ("p11a_stk2", ("HJ-FRIST-1",)),
    ]


def test_a_refused_call(caller: Caller) -> None:
    """The entry has the code of the Fejl and the rule behind it."""
    caller.ask(myndigheder=(AARHUS,))
    entry = last(caller)
    assert (entry.fejl, entry.rule) == (("KOMMUNE_ANDEN_KOMMUNE",), "HJ-SEKTOR-2")


def test_a_schema_error(caller: Caller) -> None:
    """The entry says where, on which line, and what was expected."""
    caller.post(wrap(caller.body().replace("LovDataAfgrListe", "Lov")))
    entry = last(caller)
    (breach,) = entry.breaches
    assert (entry.status, entry.fault) == (400, "SKEMAFEJL")
    assert breach.xpath.endswith("k:Lov")
    assert "<LovDataAfgrListe>" in breach.expected


@pytest.mark.parametrize(
    ("content", "media", "status", "fault"),
    [
        pytest.param(b"hej", "application/soap+xml", 400, "IKKE_XML", id="not-xml"),
        pytest.param(b"{}", "application/json", 415, "INDHOLDSTYPE", id="not-soap"),
    ],
)
def test_what_cannot_be_read_is_kept_too(
    caller: Caller, content: bytes, media: str, status: int, fault: str
) -> None:
    """A refused request is a call like any other."""
    caller.post(content, media)
    assert (last(caller).status, last(caller).fault) == (status, fault)


def test_a_connection_fault(caller: Caller) -> None:
    """The outcome says what became of the connection, and the answer that was on its way."""
    see(caller, request(caller, "nulstillet-efter-headers"))
    entry = last(caller)
    assert (entry.outcome, entry.scenario) == ("nulstil-efter-headers", "SC-NET-4")
    assert b"KontrolsagListeHent_O" in entry.response_body


@pytest.mark.parametrize("navn", ["nulstillet-foer-headers", "tomt-http-svar"])
def test_without_a_status_none_is_kept(caller: Caller, navn: str) -> None:
    """Where nothing was sent, the journal does not say 200."""
    see(caller, request(caller, navn))
    assert last(caller).status is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-8"])
def test_cpr_numbers_are_masked_in_every_encoding(caller: Caller, encoding: str) -> None:
    """Requests may come in UTF-16, too."""
    content = wrap(caller.body(cpr="0113801016")).decode().encode(encoding)
    charset = "utf-16" if encoding == "utf-16" else encoding.replace("-16-", "-16")
    reply = caller.post(content, f"application/soap+xml; charset={charset}")
    kept = last(caller).request_body.decode(encoding)
    assert reply.status == 200
    assert "0113801016" not in kept
    assert "******-****" in kept


def test_a_cpr_number_in_processing_is_masked(caller: Caller) -> None:
    """What a near miss repeats is masked as well."""
    see(caller, request(caller, "0113801016"))
    assert last(caller).near_miss == "Processing nævner '******-****', som ikke er et scenarie"


def test_cpr_numbers_are_kept_when_asked(start) -> None:  # type: ignore[no-untyped-def]
    """`--show-cpr` keeps what came as it came."""
    caller: Caller = start(show_cpr=True)
    content = request(caller, cpr=CPR.decode())
    see(caller, content)
    assert last(caller).request_body == content


def test_a_cpr_number_in_a_header_is_masked(caller: Caller) -> None:
    """CPR numbers in headers are masked as those in bodies are."""
    caller.post(wrap(caller.body()), X_Borger="0113801016")
    assert ("x-borger", "******-****") in last(caller).request_headers


def test_memory_is_bounded() -> None:
    """The oldest entries give way when there is no room."""
    from sf1472.timing import SYSTEM
    from sf1472_stub.journal import new_id

    journal = MemoryJournal(bound=3)
    entries = [Entry(new_id(), SYSTEM.now(), "POST", "/", (), b"%d" % n) for n in range(5)]
    for entry in entries:
        journal.append(entry)
    assert journal.find(Filter()) == entries[:1:-1]
    assert journal.count(Filter()) == 3
    assert journal.get(entries[0].id) is None
    assert journal.find(Filter(), 10, before=entries[4].id) == [entries[3], entries[2]]
    assert (journal.clear(), journal.count(Filter())) == (3, 0)


def test_memory_is_bounded_in_bytes() -> None:
    """Large answers push the old ones out; the newest is always there."""
    from sf1472.timing import SYSTEM
    from sf1472_stub.journal import new_id

    journal = MemoryJournal(size=100)
    for size in (60, 60, 500, 10):
        journal.append(Entry(new_id(), SYSTEM.now(), "POST", "/", (), b"x" * size))
    assert [len(entry.request_body) for entry in journal.find(Filter())] == [10]


def test_a_journal_that_cannot_be_written_is_an_internal_error(tmp_path, start) -> None:  # type: ignore[no-untyped-def]
    """What is not kept is not answered: a numbered fault in the request's version."""
    import sqlite3

    file = tmp_path / "journal.db"
    caller: Caller = start(journal=f"sqlite:///{file}")
    assert caller.ask().status == 200
    with sqlite3.connect(file) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
        for (table,) in named:
            database.execute(f"DROP TABLE {table}")
    database.close()
    reply = caller.ask("1.1")
    assert (reply.status, reply.version, reply.fault_id) == (500, "1.1", "INTERN_FEJL")


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        pytest.param(Filter(caller=KOEBENHAVN), True, id="caller"),
        pytest.param(Filter(fejl="KOMMUNE_ANDEN_KOMMUNE"), True, id="fejl"),
        pytest.param(Filter(fejl="SAG_UKENDT"), False, id="fejl-other"),
        pytest.param(Filter(problem=True), True, id="problem"),
        pytest.param(Filter(problem=False), False, id="problem-none"),
        pytest.param(Filter(status=500), False, id="status"),
        pytest.param(Filter(text=STK2), True, id="text"),
        pytest.param(Filter(text="findes ikke"), False, id="text-other"),
    ],
)
def test_search(start, filter_: Filter, found: bool) -> None:  # type: ignore[no-untyped-def]
    """Each field of the filter narrows."""
    caller: Caller = start()
    caller.ask(myndigheder=(AARHUS,))
    assert bool(caller.server.stub.journal.count(filter_)) is found
