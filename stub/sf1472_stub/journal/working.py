"""Working with a journal from the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sf1472_stub.journal.store import Journal

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def with_journal(
    journal: Journal, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Do work with `journal` where it belongs, and return what came of it.

    Where the journal blocks, that is a thread. One in memory must not go there: it changes between
    two of the event loop's steps, and only then.
    """
    if journal.blocking:
        return await asyncio.to_thread(work, *args, **kwargs)
    return work(*args, **kwargs)
