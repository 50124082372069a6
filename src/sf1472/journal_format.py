"""The journal's wire format, JSON Lines: an object per call or mark, told apart by `mark`.

The stub writes it and the kit reads it. CPR numbers are masked as `sf1472.masking.MASK`. A body is
text where its bytes come back from the text, else base64; `…_encoding` says which. A later edition
may write more fields.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import Message

from msgspec import Struct

from sf1472.contract import SchemaError

Headers = tuple[tuple[str, str], ...]
BASE64 = "base64"
# What a body may say that it is and be decoded as; anything else is tried as UTF-8.
_CHARSETS = frozenset(
    {"utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
)


class Breach(Struct, frozen=True):
    """A schema error in a request: where, and what was expected; never what was found."""

    xpath: str
    line: int
    expected: str

    @classmethod
    def of(cls, error: SchemaError) -> Breach:
        """Make one of a schema error."""
        return cls(error.xpath, error.line, error.expected)


class Judgement(Struct, frozen=True):
    """What the law said of one case: shown, or withheld by the rules named (`brudt`)."""

    sag: str
    hjemmel: str
    brudt: tuple[str, ...]


class Entry(Struct, frozen=True, kw_only=True):
    """One call: `time` is when it came, `milliseconds` how long until its answer was ready.

    `path` ends with the query string, if there was one; `caller` is a CVR number; `scenario` the id
    of the scenario that was played and `chosen_by` how it was chosen; `status` is None when nothing
    was sent; `outcome` is `svar` or the connection fault that ended the call; `fault` the id of a
    SOAP fault, `fejl` the codes of business errors and notices, `rule` the rule behind a refused
    call; `citizen_at` where the number of the citizen asked about stood besides the criterion;
    `notes` what was tolerated in the call, and how it was understood where that may surprise.
    Bodies are text, or base64 where `…_encoding` says so.
    """

    id: str
    time: datetime
    method: str
    path: str
    request_headers: Headers
    request_body: str
    soap_version: str | None = None
    caller: str | None = None
    transaktions_id: str | None = None
    scenario: str | None = None
    chosen_by: str | None = None
    status: int | None = None
    response_headers: Headers = ()
    response_body: str = ""
    outcome: str = "svar"
    fault: str | None = None
    fejl: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()
    trace: tuple[Judgement, ...] = ()
    rule: str | None = None
    near_miss: str | None = None
    citizen_at: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    milliseconds: float
    request_encoding: str | None = None
    response_encoding: str | None = None

    @property
    def request(self) -> bytes:
        """The request's body as it came, CPR numbers masked."""
        return body_bytes(self.request_body, self.request_encoding, self.request_headers)

    @property
    def response(self) -> bytes:
        """The response's body as it was sent, CPR numbers masked."""
        return body_bytes(self.response_body, self.response_encoding, self.response_headers)


class Mark(Struct, frozen=True):
    """A mark of an exam; `mark` is its kind, a name that no entry has, and `data` what it says."""

    id: str
    time: datetime
    mark: str
    data: Mapping[str, str] = {}


def body_text(content: bytes, headers: Iterable[tuple[str, str]]) -> tuple[str, str | None]:
    """Return a body as text and None, or as base64 and `base64` when text would not bring it back.

    The text is decoded by the charset that the headers state, where it is a usual one, else UTF-8.
    """
    charset = _charset(headers)
    try:
        text = content.decode(charset)
        if text.encode(charset) == content:
            return text, None
    except UnicodeError:
        pass
    return base64.b64encode(content).decode(), BASE64


def body_bytes(text: str, encoding: str | None, headers: Iterable[tuple[str, str]]) -> bytes:
    """Return the body that `body_text` made `text` and `encoding` of. Raises ValueError."""
    if encoding == BASE64:
        return base64.b64decode(text)
    try:
        return text.encode(_charset(headers))
    except UnicodeEncodeError:  # masked, or written by hand
        return text.encode()


def _charset(headers: Iterable[tuple[str, str]]) -> str:
    stated = next((value for name, value in headers if name.lower() == "content-type"), "")
    message = Message()
    message["content-type"] = stated or "text/plain"
    charset = message.get_content_charset("utf-8")
    return charset if charset in _CHARSETS else "utf-8"
