"""One call in detail: both messages, why it was answered so, and how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf1472.hjemmel import Regeltekst
from sf1472_stub.journal import Entry
from sf1472_stub.page.badge import Badge, badge_of
from sf1472_stub.page.curl import SECRET, curl_of
from sf1472_stub.page.listing import caller_name
from sf1472_stub.page.source import Source
from sf1472_stub.page.xmlview import Message, message
from sf1472_stub.scenarios.model import Scenario

CHOSEN_BY = {
    "processing": "anmodningen bad selv om det",
    "borger": "borgeren er reserveret til det",
    "admin": "det er slået til her på siden eller under /__admin",
    "kommandolinje": "stubben er startet med det",
    "naar": "det er altid slået til, og kaldet passede",
}


@dataclass(frozen=True)
class Rule:
    """A rule by its id, with its text where the register has one."""

    id: str
    text: Regeltekst | None


@dataclass(frozen=True)
class Decision:
    """What one legal basis says of one case; `rules` are those that withheld it."""

    sag: str
    paragraf: str
    shown: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ShownCall:
    """Everything the page shows of one call."""

    entry: Entry
    badge: Badge
    caller: str | None
    chosen_by: str | None
    scenario: Scenario | None
    rule: Rule | None
    request: Message
    response: Message
    request_headers: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]
    curl: str | None


def call(source: Source, entry: Entry, base: str) -> ShownCall:
    """Work out what to show of `entry`; `base` is the stub's address for the curl command."""
    namespaces = source.contract.profile.namespaces
    return ShownCall(
        entry=entry,
        badge=badge_of(entry, source.provider.fejlkoder),
        caller=caller_name(source, entry.caller),
        chosen_by=CHOSEN_BY.get(entry.chosen_by or "", entry.chosen_by),
        scenario=source.scenarios.find(entry.scenario),
        rule=_rule(source, entry.rule) if entry.rule is not None else None,
        request=message(entry.request_body, namespaces, entry.breaches),
        response=message(entry.response_body, namespaces),
        request_headers=_without_secrets(entry.request_headers),
        decisions=_decisions(source, entry),
        curl=curl_of(entry, base),
    )


def _decisions(source: Source, entry: Entry) -> tuple[Decision, ...]:
    """Gather the trace by case and basis: shown if one alternative asked for shows it."""
    tried: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for judgement in entry.trace:
        tried.setdefault((judgement.sag, judgement.hjemmel), []).append(judgement.brudt)
    return tuple(
        Decision(sag, _paragraf(source, hjemmel), not all(brudt), _broken(source, brudt))
        for (sag, hjemmel), brudt in tried.items()
    )


def _broken(source: Source, tried: list[tuple[str, ...]]) -> tuple[Rule, ...]:
    if not all(tried):
        return ()
    ids: Mapping[str, None] = dict.fromkeys(id_ for brudt in tried for id_ in brudt)
    return tuple(_rule(source, id_) for id_ in ids)


def _rule(source: Source, id_: str) -> Rule:
    return Rule(id_, source.hjemmel.regler.get(id_))


def _paragraf(source: Source, id_: str) -> str:
    hjemmel = source.hjemmel.hjemler.get(id_)
    return id_ if hjemmel is None else hjemmel.paragraf


def _without_secrets(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, "(vises ikke)" if name.lower() in SECRET else value) for name, value in headers
    )
