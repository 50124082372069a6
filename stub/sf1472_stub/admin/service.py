"""The control API as a whole: is it well, start over, what can it do."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml
from starlette.responses import Response

from sf1472_stub.admin.parts import Parts
from sf1472_stub.admin.problem import JSON, answer
from sf1472_stub.admin.resource import ControlCall
from sf1472_stub.health import health
from sf1472_stub.journal import Filter, with_journal


class Service:
    """Answers what is asked about the stub as a whole."""

    def __init__(self, stub: Parts) -> None:
        self._stub = stub

    async def health(self, _: ControlCall) -> Response:
        """Say that the stub answers and its journal can be read."""
        journal = self._stub.journal
        await with_journal(journal, journal.find, Filter(), 1)
        return answer(health(self._stub.contract, self._stub.clock()))

    async def reset(self, call: ControlCall) -> Response:
        """Return scenarios, date and citizens to the start, and empty the journal."""
        await with_journal(self._stub.journal, self._stub.reset)
        return await self.health(call)

    async def openapi(self, _: ControlCall) -> Response:
        """Return the description of the control API."""
        return Response(_openapi(), media_type=JSON)


@cache
def _openapi() -> bytes:
    text = files(__package__).joinpath("openapi.yaml").read_text(encoding="utf-8")
    return msgspec.json.encode(yaml.safe_load(text))
