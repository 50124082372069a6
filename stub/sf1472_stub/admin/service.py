"""The control API as a whole: is it well, start over, what can it do."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml
from starlette.responses import Response

from sf1472 import __version__
from sf1472_stub.admin.parts import Parts
from sf1472_stub.admin.problem import JSON, answer
from sf1472_stub.admin.requests import Requests
from sf1472_stub.admin.resource import Call
from sf1472_stub.journal import Filter


class Service:
    """The handlers."""

    def __init__(self, stub: Parts, requests: Requests) -> None:
        self._stub = stub
        self._requests = requests

    async def health(self, _: Call) -> Response:
        """Say that the stub answers and its journal can be read."""
        await self._requests.do(lambda: self._stub.journal.find(Filter(), 1))
        return answer(
            {
                "status": "healthy",
                "version": __version__,
                "contract": self._stub.contract.title,
                "date": self._stub.clock(),
            }
        )

    async def reset(self, call: Call) -> Response:
        """Return scenarios, date and citizens to the start, and empty the journal."""
        await self._requests.do(self._stub.reset)
        return await self.health(call)

    async def openapi(self, _: Call) -> Response:
        """Return the description of the control API."""
        return Response(_openapi(), media_type=JSON)


@cache
def _openapi() -> bytes:
    text = files(__package__).joinpath("openapi.yaml").read_text(encoding="utf-8")
    return msgspec.json.encode(yaml.safe_load(text))
