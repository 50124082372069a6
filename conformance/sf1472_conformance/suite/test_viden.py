"""P-VIDEN: what the caller of the kit knows of the provider's data."""

from __future__ import annotations

from collections.abc import Iterator

from sf1472_conformance.knowledge import Expectation
from sf1472_conformance.plugin import rule
from sf1472_conformance.subject import Answer, Subject
from sf1472_conformance.verdict import Fails, Finding, NotApplicable


@rule("P-VIDEN-1")
def test_known_cases_are_shown(subject: Subject) -> None:
    """Every case that should be shown is."""
    for known, answer in _asked(subject):
        for uuid in known.vises:
            if uuid not in answer.uuids:
                finding = Finding(answer.exchange, expected=uuid, found="-")
                raise Fails("known_hidden", finding, case=uuid)


@rule("P-VIDEN-2")
def test_known_cases_are_hidden(subject: Subject) -> None:
    """No case that must not be shown is."""
    for known, answer in _asked(subject):
        for uuid in known.vises_ikke:
            if uuid in answer.uuids:
                raise Fails("known_shown", Finding(answer.exchange, found=uuid), case=uuid)


@rule("P-VIDEN-3")
def test_nothing_else_is_shown(subject: Subject) -> None:
    """Where the list is complete, no other case is shown."""
    for known, answer in _asked(subject):
        extra = answer.uuids - set(known.vises)
        if known.udtoemmende and extra:
            finding = Finding(answer.exchange, found=", ".join(sorted(extra)))
            raise Fails("known_shown", finding, case=min(extra))


def _asked(subject: Subject) -> Iterator[tuple[Expectation, Answer]]:
    settings = subject.settings
    if not settings.knowledge:
        raise NotApplicable("no_knowledge")
    callers = {
        "kommune": settings.kommune,
        "anden_kommune": settings.anden_kommune,
        "udk": settings.udk,
    }
    for known in settings.knowledge:
        caller = callers.get(known.spoerger, known.spoerger)
        yield known, subject.ask(caller, known.borger, known.hjemmel)
