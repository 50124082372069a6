"""The list of calls: what it shows, narrows, pages and refreshes."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from sf1472_stub import Stub
from sf1472_stub.journal import MemoryJournal
from sf1472_stub.page.listing import PER_PAGE

from ..caller import AARHUS, UDK, Caller
from .reader import Reader


def ids(html: str) -> list[str]:
    """Return the ids of the calls in a list."""
    return re.findall(r'href="/kald/([^"/]+)"', html)


def test_an_empty_journal_says_so_and_how_to_call(reader: Reader) -> None:
    """Who comes first finds a call to copy."""
    text = reader.text("/")
    assert "Ingen kald endnu" in text
    assert f"curl -sS -i {reader.server.url}" in text


def test_a_program_gets_plain_text(reader: Reader) -> None:
    """What does not ask for HTML gets the addresses and no page."""
    answer = reader.get("/", Accept="*/*")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"Tjeneste  {reader.server.url}\n" in answer.text
    assert answer.headers["vary"] == "Accept"


def test_the_page_names_contract_service_and_date(reader: Reader) -> None:
    """Whoever looks sees that the contract is a reconstruction, the addresses and the date."""
    text = reader.text("/")
    assert "rekonstruktion, ikke KOMBITs pakke" in text
    assert f"{reader.server.url}?wsdl" in text
    assert "23.11.2026 (fastsat)" in text


def test_a_call_is_listed_with_everything(reader: Reader, caller: Caller) -> None:
    """Outcome, caller by name, scenario, status and SOAP version stand in the row."""
    caller.ask("1.1", cpr="0113809901")
    row = r"✗ Forretningsfejl SAG_UKENDT Københavns Kommune ukendt-sag 200 1\.1 \d+,\d"
    assert re.search(row, reader.text("/"))


def test_the_time_is_danish(reader: Reader, caller: Caller, stub: Stub) -> None:
    """An entry's time is UTC; people read the clock on the wall."""
    caller.ask()
    entry = reader.newest()
    stub.journal.append(
        replace(entry, id="f", time=entry.time.replace(2026, 7, 1, 22, 30, 5, 120_000))
    )
    assert "00.30.05,120 2.7.2026" in reader.text("/")


def test_the_newest_call_comes_first(reader: Reader, caller: Caller) -> None:
    """The list begins with what happened last."""
    caller.ask()
    first = reader.newest().id
    caller.ask()
    assert ids(reader.get("/").text) == [reader.newest().id, first]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("/?caller=", 4, id="empty-field"),
        pytest.param(f"/?caller={AARHUS}", 0, id="caller-none"),
        pytest.param(f"/?caller={UDK}", 1, id="caller"),
        pytest.param("/?problem=1", 2, id="problem"),
        pytest.param("/?scenario=SC-HTTP-3", 1, id="scenario"),
        pytest.param("/?text=AFGRAENSNING&problem=1", 0, id="text-none"),
        pytest.param("/?text=HJEMMEL_UKENDT", 1, id="text"),
        pytest.param("/?ukendt=1", 4, id="unknown-field"),
    ],
)
def test_the_filter_narrows(reader: Reader, caller: Caller, address: str, shown: int) -> None:
    """Each field leaves the calls it names; an empty or unknown one leaves all."""
    caller.ask()
    caller.ask(kalder=UDK)
    caller.ask(hjemler=("X",))
    caller.ask(cpr="0113809933")
    html = reader.get(address).text
    assert len(ids(html)) == shown
    assert ("Ingen kald passer" in html) is (shown == 0)


def test_the_filter_stays_in_its_form(reader: Reader) -> None:
    """What was asked for is still there to change."""
    html = reader.get(f"/?problem=1&caller={UDK}&text=%3Cb%3E%22").text
    assert 'value="1" checked>' in html
    assert f'<option value="{UDK}" selected>' in html
    assert 'value="&lt;b&gt;&#34;"' in html


def test_older_calls_are_a_page_away(reader: Reader, caller: Caller, stub: Stub) -> None:
    """Every call is on exactly one page, and the last page ends the trail."""
    caller.ask()
    entry = reader.newest()
    for number in range(PER_PAGE):
        stub.journal.append(replace(entry, id=f"g{number:03}"))
    first = reader.get("/?text=tx").text
    (older,) = re.findall(r'href="(/\?text=tx&amp;before=[^"]+)"', first)
    second = reader.get(older.replace("&amp;", "&")).text
    assert sorted(ids(first) + ids(second)) == sorted(
        [entry.id, *(f"g{number:03}" for number in range(PER_PAGE))]
    )
    assert f"{PER_PAGE + 1} kald passer med filteret, her vises 1." in " ".join(second.split())
    assert "Ældre kald" not in second
    assert "data-live" in first
    assert "data-live" not in second


def test_an_unchanged_list_is_not_sent_again(reader: Reader, caller: Caller) -> None:
    """The page asks every second; only a change costs anything."""
    caller.ask()
    first = reader.get("/journal")
    assert reader.get("/journal", If_None_Match=first.headers["etag"]).status_code == 304
    caller.ask()
    assert reader.get("/journal", If_None_Match=first.headers["etag"]).status_code == 200


def test_the_list_alone_is_the_one_on_the_page(reader: Reader, caller: Caller) -> None:
    """What the script puts in is what a reload would show."""
    caller.ask(kalder=UDK)
    assert reader.get(f"/journal?caller={UDK}").text in reader.get(f"/?caller={UDK}").text


class BlockingJournal(MemoryJournal):
    """A journal that says it blocks, as those on disk do."""

    blocking = True


def test_a_journal_that_blocks_is_read_all_the_same(
    reader: Reader, caller: Caller, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that must be asked in a thread shows the same page."""
    caller.ask()
    entry = reader.newest()
    monkeypatch.setattr(stub, "journal", BlockingJournal())
    stub.journal.append(entry)
    assert ids(reader.get("/").text) == [entry.id]
    assert reader.get(f"/kald/{entry.id}").status_code == 200
