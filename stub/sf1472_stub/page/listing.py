"""The journal as a list: what is asked for in the address, and the rows that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sf1472_stub.journal import Entry, Filter, with_journal
from sf1472_stub.page.badge import Badge, badge_of
from sf1472_stub.page.source import Source

PER_PAGE = 50


@dataclass(frozen=True)
class Query:
    """What the address asks for: a filter, and the id that the page continues from."""

    filter: Filter
    before: str | None = None

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Query:
        """Read the address; empty fields and unknown names mean nothing."""
        given = {name: value.strip() for name, value in params.items() if value.strip()}
        filter_ = Filter(
            caller=given.get("caller"),
            scenario=given.get("scenario"),
            problem=True if given.get("problem") == "1" else None,
            text=given.get("text"),
        )
        return cls(filter_, given.get("before"))

    def address(self, before: str | None = None) -> str:
        """Return the query string of this list, from the newest call or from `before`."""
        fields = {
            "problem": "1" if self.filter.problem else None,
            "caller": self.filter.caller,
            "scenario": self.filter.scenario,
            "text": self.filter.text,
            "before": before,
        }
        return urlencode({name: value for name, value in fields.items() if value is not None})

    @property
    def narrows(self) -> bool:
        """Whether anything but every call is asked for."""
        return self.filter != Filter()


@dataclass(frozen=True)
class Row:
    """One call in the list; `caller` and `scenario` by name where they are known."""

    entry: Entry
    badge: Badge
    caller: str | None
    scenario: str | None


@dataclass(frozen=True)
class Listing:
    """One page of the list; `older` is the id that the next page continues from."""

    query: Query
    rows: tuple[Row, ...]
    total: int
    older: str | None


async def listing(source: Source, query: Query) -> Listing:
    """Return the page of the journal that `query` asks for."""
    journal = source.journal
    found = await with_journal(journal, journal.find, query.filter, PER_PAGE + 1, query.before)
    total = await with_journal(journal, journal.count, query.filter)
    rows = tuple(_row(source, entry) for entry in found[:PER_PAGE])
    older = rows[-1].entry.id if len(found) > PER_PAGE else None
    return Listing(query, rows, total, older)


def caller_name(source: Source, cvr: str | None) -> str | None:
    """Return the name of an authority, or the number itself when it is not known."""
    if cvr is None:
        return None
    myndighed = source.data.register.myndigheder.get(cvr)
    return cvr if myndighed is None else myndighed.navn


def _row(source: Source, entry: Entry) -> Row:
    badge = badge_of(entry, source.provider.fejlkoder)
    scenario = source.scenarios.find(entry.scenario)
    name = entry.scenario if scenario is None else scenario.navn
    return Row(entry, badge, caller_name(source, entry.caller), name)
