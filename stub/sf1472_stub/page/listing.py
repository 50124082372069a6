"""The journal as a list: what is asked for in the address, and the rows that answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool

from sf1472_stub.journal import Entry, Filter, Journal
from sf1472_stub.page.outcome import Outcome, outcome_of
from sf1472_stub.page.source import Source
from sf1472_stub.scenarios.model import Scenarie

PER_PAGE = 50
_P = ParamSpec("_P")
_T = TypeVar("_T")


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
    outcome: Outcome
    caller: str | None
    scenario: str | None


@dataclass(frozen=True)
class Listing:
    """One page of the list; `older` is the id that the next page continues from."""

    query: Query
    rows: tuple[Row, ...]
    total: int
    older: str | None


async def ask(
    journal: Journal, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Call one of the journal's methods where it belongs.

    One that blocks goes to a thread. One in memory must not: it changes between two of the event
    loop's steps, and only then.
    """
    if journal.blocking:
        return await run_in_threadpool(function, *args, **kwargs)
    return function(*args, **kwargs)


async def listing(source: Source, query: Query) -> Listing:
    """Return the page of the journal that `query` asks for."""
    journal = source.journal
    found = await ask(journal, journal.find, query.filter, PER_PAGE + 1, query.before)
    total = await ask(journal, journal.count, query.filter)
    rows = tuple(_row(source, entry) for entry in found[:PER_PAGE])
    older = rows[-1].entry.id if len(found) > PER_PAGE else None
    return Listing(query, rows, total, older)


def caller_name(source: Source, cvr: str | None) -> str | None:
    """Return the name of an authority, or the number itself when it is not known."""
    if cvr is None:
        return None
    myndighed = source.data.register.myndigheder.get(cvr)
    return cvr if myndighed is None else myndighed.navn


def find_scenario(source: Source, named: str | None) -> Scenarie | None:
    """Return the scenario with this id or name."""
    every = source.scenarier.alle
    return next((scenarie for scenarie in every if named in (scenarie.id, scenarie.navn)), None)


def _row(source: Source, entry: Entry) -> Row:
    outcome = outcome_of(entry, source.provider.fejlkoder)
    scenarie = find_scenario(source, entry.scenario)
    name = entry.scenario if scenarie is None else scenarie.navn
    return Row(entry, outcome, caller_name(source, entry.caller), name)
