"""Verdicts: what a check raises when its rule does not simply pass, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from msgspec import Struct

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.texts import ENGLISH


class Outcome(str, Enum):
    """What came of one rule. `error` is the kit's own and counts against nobody."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """What a check saw in one exchange, unmasked: where, what was expected and what was found.

    `note` says which exchange it is, where there are several alike.
    """

    exchange: Exchange
    xpath: str = ""
    line: int | None = None
    expected: str = ""
    found: str = ""
    note: str = ""


class Verdict(Exception):  # noqa: N818 - a verdict is no error
    """Base of the verdicts.

    Parameters: `text` a key of `texts.toml`; `findings` the evidence; `params` fill the text's
    blanks, a Wording in both languages.
    """

    outcome: ClassVar[Outcome]

    def __init__(self, text: str, *findings: Finding, **params: object) -> None:
        super().__init__(text)
        self.text = text
        self.findings = findings
        self.params: dict[str, str] = {}
        for name, value in params.items():
            if isinstance(value, Wording):
                self.params |= {name: value.da, f"{name}{ENGLISH}": value.en}
            else:
                self.params[name] = str(value)


class Fails(Verdict):
    """The provider breaks the rule."""

    outcome = Outcome.FAIL


class NotApplicable(Verdict):
    """The rule says nothing about this provider or contract."""

    outcome = Outcome.NOT_APPLICABLE


class NotRun(Verdict):
    """What the rule builds on did not happen, and another rule judges that."""

    outcome = Outcome.NOT_RUN


class Inconclusive(Verdict):
    """The provider's data or the sources do not decide the rule."""

    outcome = Outcome.INCONCLUSIVE


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
    outcome: Outcome
    seconds: float
    text: str = ""
    params: dict[str, str] = {}
    evidence: tuple[Evidence, ...] = ()
    attachments: dict[str, bytes] = {}
