"""Every store keeps, finds, counts and forgets alike."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sf1472_stub.journal import Entry, Filter, Journal, MemoryJournal, new_mark

from .entries import TRIED, an_entry, entries, filters


def test_an_entry_comes_back_as_it_was(journal: Journal) -> None:
    """Field by field, whatever the bytes; nothing under another id."""
    entry = an_entry(request_body=bytes(range(256)), response_body=b"", near_miss="æøå", rule="x")
    journal.append(entry)
    assert journal.get(entry.id) == entry
    assert journal.get("0") is None
    assert journal.get("\0") is None


def test_a_listing_is_newest_first_and_goes_on(journal: Journal) -> None:
    """Listing goes on page by page, until there is no more."""
    kept = [an_entry() for _ in range(5)]
    for entry in kept:
        journal.append(entry)
    newest = [entry.id for entry in reversed(kept)]
    first = journal.find(Filter(), limit=2)
    rest = journal.find(Filter(), limit=9, before=first[-1].id)
    assert [e.id for e in (*first, *rest)] == newest
    assert list(journal.find(Filter(), before=kept[0].id)) == []


def test_marks_come_back_in_their_order(journal: Journal) -> None:
    """They are no calls, and go with the calls when the journal is cleared."""
    kept = [new_mark("begun", {"æ": "ø"}), new_mark("told", {"situation": "x"})]
    for mark in kept:
        journal.note(mark)
    assert list(journal.marks()) == kept
    assert journal.count(Filter()) == 0
    journal.clear()
    assert list(journal.marks()) == []


def test_clear_tells_how_many_there_were(journal: Journal) -> None:
    """Clearing tells how many there were and leaves nothing."""
    for _ in range(3):
        journal.append(an_entry())
    assert (journal.clear(), journal.clear(), journal.count(Filter())) == (3, 0, 0)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(entries, max_size=12), st.lists(filters, min_size=1, max_size=12))
def test_every_store_finds_what_the_filter_matches(
    journal: Journal, kept: list[Entry], wanted: list[Filter]
) -> None:
    """The filter itself is the oracle."""
    journal.clear()
    for entry in kept:
        journal.append(entry)
    for filter_ in wanted:
        matching = [entry for entry in reversed(kept) if filter_.matches(entry)]
        assert list(journal.find(filter_)) == matching, filter_
        assert journal.count(filter_) == len(matching)


def test_memory_lets_the_oldest_go() -> None:
    """The newest `bound` entries stay."""
    journal = MemoryJournal(3)
    kept = [an_entry() for _ in range(5)]
    for entry in kept:
        journal.append(entry)
    assert list(journal.find(Filter())) == kept[:1:-1]


def test_every_field_of_the_filter_is_tried() -> None:
    """A new field wants its place in the table and in the filters that are tried."""
    assert set(Filter.__struct_fields__) == TRIED
