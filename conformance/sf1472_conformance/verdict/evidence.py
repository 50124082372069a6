"""From what a check raised to a result that may be shown: masked, shortened, reproducible."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from sf1472_conformance.calling.transport import Exchange
from sf1472_conformance.messages.document import text
from sf1472_conformance.messages.masking import Masker
from sf1472_conformance.verdict.kinds import Finding, Verdict
from sf1472_conformance.verdict.result import Evidence, Result, RuleOutcome

FOLDER = "requests"
LONGEST = 6_000  # characters of a body in a report


def passed(rule: str, seconds: float) -> Result:
    """Return the result of a check that raised nothing."""
    return Result(rule=rule, outcome=RuleOutcome.PASS, seconds=seconds)


def judged(rule: str, verdict: Verdict, masker: Masker, seconds: float) -> Result:
    """Return the result of a check that raised `verdict`."""
    names = [f"{rule}-{number}.xml" for number in range(1, len(verdict.findings) + 1)]
    pairs = list(zip(verdict.findings, names, strict=True))
    return Result(
        rule=rule,
        outcome=verdict.outcome,
        seconds=seconds,
        text=verdict.text,
        params={name: masker(value) for name, value in verdict.params.items()},
        evidence=tuple(_evidence(finding, name, masker) for finding, name in pairs),
        attachments={
            name: finding.exchange.call.body
            for finding, name in pairs
            if finding.exchange.call.body
        },
    )


def broken(rule: str, error: BaseException, masker: Masker, seconds: float) -> Result:
    """Return the result of a check that broke down: the kit's fault, with the place in the code."""
    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    params = {"problem": masker(f"{type(error).__name__}: {error}"), "place": place}
    return Result(
        rule=rule, outcome=RuleOutcome.ERROR, seconds=seconds, text="kit_error", params=params
    )


def shown_response(exchange: Exchange, masker: Masker) -> str:
    """Return status, media type and body as a report shows them, or nothing without a response."""
    if exchange.response is None:
        return ""
    media_type = masker(exchange.response.header("content-type"))
    body = _shown(exchange.body, masker)
    return f"HTTP {exchange.status}\nContent-Type: {media_type}\n\n{body}"


def _evidence(finding: Finding, name: str, masker: Masker) -> Evidence:
    exchange = finding.exchange
    file = f"{FOLDER}/{name}" if exchange.call.body else None
    return Evidence(
        curl=masker(exchange.curl(file)) if exchange.call.absolute else "",
        method=exchange.call.method,
        url=masker(exchange.call.url),
        headers=exchange.call.headers,
        request=_shown(exchange.call.body, masker),
        response=shown_response(exchange, masker),
        status=exchange.status,
        transport_error=masker(exchange.error),
        milliseconds=round(exchange.seconds * 1000, 1),
        request_file=file,
        xpath=masker(finding.xpath),
        line=finding.line,
        expected=masker(finding.expected),
        found=masker(finding.found),
        note=masker(finding.note),
    )


def _shown(body: bytes, masker: Masker) -> str:
    """Return `body` as masked text, the middle left out when it is long (masked first)."""
    shown = masker(text(body))
    if len(shown) <= LONGEST:
        return shown
    half = LONGEST // 2
    return f"{shown[:half]}\n[… {len(shown) - LONGEST} …]\n{shown[-half:]}"
