"""One call as the journal keeps it."""

from __future__ import annotations

import secrets
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from sf1472.journal_format import Breach, Headers, Judgement
from sf1472.timing import SYSTEM, Timing
from sf1472_stub.journal.masking import masked, masked_header, masked_text


class Entry(Struct, frozen=True):
    """One call: what came, what went, and why.

    `time` is UTC; `path` ends with the query string, if there was one; `caller` a CVR number;
    `chosen_by` how the scenario was chosen (`processing`, `borger`, `admin`, `kommandolinje`,
    `naar`); `status` is None when no HTTP status was sent; `outcome` is `svar`, or the connection
    fault that ended the call; `fault` the id of a SOAP fault, `fejl` the codes of business errors
    and notices; `breaches` the request's schema errors; `rule` the rule behind a refused call;
    `citizen_at` where else than in the criterion the number of the citizen asked about stood
    (`path`, `header NAME`, `soap NAME` or `body NAME`, the last two also with XPath's `comment()`
    and `processing-instruction()`); `notes` what was tolerated, and how the request was understood
    where that may surprise; `milliseconds` until the answer was ready.

    `sf1472.journal_format.Entry` has the same fields, with bodies as text; a test compares them.
    """

    id: str
    time: datetime
    method: str
    path: str
    request_headers: Headers
    request_body: bytes
    soap_version: str | None = None
    caller: str | None = None
    transaktions_id: str | None = None
    scenario: str | None = None
    chosen_by: str | None = None
    status: int | None = None
    response_headers: Headers = ()
    response_body: bytes = b""
    outcome: str = "svar"
    fault: str | None = None
    fejl: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()
    trace: tuple[Judgement, ...] = ()
    rule: str | None = None
    near_miss: str | None = None
    citizen_at: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    milliseconds: float = 0.0

    def masked(self) -> Entry:
        """Return the entry with every CPR number in it made unreadable."""
        return replace(
            self,
            path=masked_header(self.path),
            request_headers=_masked_headers(self.request_headers),
            request_body=masked(self.request_body),
            transaktions_id=masked_text(self.transaktions_id) if self.transaktions_id else None,
            response_headers=_masked_headers(self.response_headers),
            response_body=masked(self.response_body),
            near_miss=masked_text(self.near_miss) if self.near_miss else None,
        )


def new_id(timing: Timing = SYSTEM) -> str:
    """Return an id that sorts by time and is unique among processes that share a journal."""
    return f"{timing.nanoseconds():016x}-{secrets.token_hex(4)}"


def _masked_headers(headers: Headers) -> Headers:
    return tuple((masked_text(name), masked_header(value)) for name, value in headers)
