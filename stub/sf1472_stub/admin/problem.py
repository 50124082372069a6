"""What the control API answers with: JSON, and its own form of no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

JSON = "application/json"
PROBLEM = "application/problem+json"


class Problem(Exception):  # noqa: N818 - an answer to the caller, not an error of ours
    """A refusal: `fejl` says in Danish what is wrong and what to do, `hvor` where it is.

    `hvor` is an element of the body, a query parameter, a header, or the path.
    """

    def __init__(
        self, status: int, fejl: str, hvor: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.fejl = fejl
        self.hvor = hvor
        self.headers = headers
        super().__init__(fejl)

    def response(self) -> Response:
        """Return the HTTP answer."""
        content = msgspec.json.encode({"fejl": self.fejl, "hvor": self.hvor})
        return Response(content, self.status, self.headers, PROBLEM)


def answer(content: Any, status: int = 200) -> Response:
    """Return `content` as JSON."""
    return Response(msgspec.json.encode(content), status, media_type=JSON)
