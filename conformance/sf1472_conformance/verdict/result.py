"""What came of one rule, as it is kept and sent: the outcome and the evidence of it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class RuleOutcome(str, Enum):
    """What came of one rule. `error` is the kit's own and counts against nobody."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


class Evidence(Struct, frozen=True, kw_only=True):
    """One exchange as a report shows it: masked, and shortened where it is long.

    `request_file` is the file with the request's own bytes, relative to the report's folder;
    `curl` sends that file, with `method` and `headers` to `url`; it is empty for a consumer's call.
    """

    curl: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    request: str
    response: str
    status: int
    transport_error: str
    milliseconds: float
    request_file: str | None = None
    xpath: str = ""
    line: int | None = None
    expected: str = ""
    found: str = ""
    note: str = ""


class Result(Struct, frozen=True, kw_only=True):
    """What came of one rule's check; `attachments` are raw requests by their file name."""

    rule: str
    outcome: RuleOutcome
    seconds: float
    text: str = ""
    params: dict[str, str] = {}
    evidence: tuple[Evidence, ...] = ()
    attachments: dict[str, bytes] = {}
