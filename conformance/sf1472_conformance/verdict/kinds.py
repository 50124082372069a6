"""The kinds of verdict: what a check raises when its rule does not simply pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.texts import ENGLISH
from sf1472_conformance.verdict.result import RuleOutcome


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

    outcome: ClassVar[RuleOutcome]

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
    """Who is judged breaks the rule."""

    outcome = RuleOutcome.FAIL


class NotApplicable(Verdict):
    """The rule says nothing about who is judged, or about this contract."""

    outcome = RuleOutcome.NOT_APPLICABLE


class NotRun(Verdict):
    """What the rule builds on did not happen, and another rule judges that."""

    outcome = RuleOutcome.NOT_RUN


class Inconclusive(Verdict):
    """What was seen, or what the sources say, does not decide the rule."""

    outcome = RuleOutcome.INCONCLUSIVE
