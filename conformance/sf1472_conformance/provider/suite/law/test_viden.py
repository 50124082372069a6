"""P-VIDEN: what the caller of the kit knows of the provider's data."""

from __future__ import annotations

from collections.abc import Iterator

from sf1472_conformance.law.knowledge import CALLERS, Expectation
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable, NotRun


@rule("P-VIDEN-1")
def test_known_cases_are_shown(subject: Subject) -> None:
    """Every case that should be shown is."""
    for known, answer in _asked(subject):
        for uuid in known.vises:
            if uuid not in _shown(answer):
                finding = Finding(answer.exchange, expected=uuid, found="-")
                raise Fails("known_hidden", finding, case=uuid)


@rule("P-VIDEN-2")
def test_known_cases_are_hidden(subject: Subject) -> None:
    """No case that must not be shown is."""
    for known, answer in _asked(subject):
        for uuid in known.vises_ikke:
            if uuid in _shown(answer):
                raise Fails("known_shown", Finding(answer.exchange, found=uuid), case=uuid)


@rule("P-VIDEN-3")
def test_nothing_else_is_shown(subject: Subject) -> None:
    """Where the list is complete, no other case is shown."""
    for known, answer in _asked(subject):
        extra = _shown(answer) - set(known.vises)
        if known.udtoemmende and extra:
            finding = Finding(answer.exchange, found=", ".join(sorted(extra)))
            raise Fails("known_shown", finding, case=min(extra))


def _shown(answer: Answer) -> set[str]:
    """Return the UUIDs shown as knowledge writes them."""
    return {uuid.lower() for uuid in answer.uuids}


def _asked(subject: Subject) -> Iterator[tuple[Expectation, Answer]]:
    """Ask each question in turn; one without a usable answer leaves the rule open, but last."""
    settings = subject.settings
    if not settings.knowledge:
        raise NotApplicable("no_knowledge")
    callers = dict(
        zip(CALLERS, (settings.kommune, settings.anden_kommune, settings.udk), strict=True)
    )
    unanswered: NotRun | None = None
    for known in settings.knowledge:
        caller = callers.get(known.spoerger, known.spoerger)
        try:
            answer = asking.ask(subject, caller, known.borger, known.hjemmel)
        except NotRun as verdict:
            unanswered = unanswered or verdict
        else:
            yield known, answer
    if unanswered is not None:
        raise unanswered
