"""P-META: what must hold between answers, whatever the provider's data are."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from sf1472.message import Afgraensning, Rettighed
from sf1472_conformance.law import kle
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK1, STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.restrictions import (
    most_telling,
    narrowed,
    pairs_of_terms,
    single_terms,
)
from sf1472_conformance.provider.sightings import (
    Sighting,
    asked_again,
    in_groups,
    same_cases,
    same_groups,
    sightings,
    with_subjects,
)
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive, NotApplicable


@rule("P-META-1")
def test_narrower_shows_no_more(subject: Subject) -> None:
    """A restriction shows some of what none shows, one of two terms some of what each shows."""
    for seen in sightings(subject):
        for term in single_terms(subject, seen):
            _judge_within(narrowed(subject, seen, term), seen.answer)
    for seen in most_telling(subject):
        for pair in pairs_of_terms(subject, seen):
            both = narrowed(subject, seen, *pair)
            for term in pair:
                _judge_within(both, narrowed(subject, seen, term))


@rule("P-META-2")
def test_sensitivity_ladder(subject: Subject) -> None:
    """Each level shows at least what the level below it shows."""
    levels = tuple(subject.contract.profile.foelsomheder)
    if len(levels) < 2:
        raise NotApplicable("no_ladder")
    for seen in sightings(subject):
        answers = [asked_again(subject, seen, Afgraensning(foelsomhed=level)) for level in levels]
        for low, high in pairwise(answers):
            _judge_within(low, high)


@rule("P-META-3")
def test_intervals_and_lists(subject: Subject) -> None:
    """An interval of two main groups is the list of them."""
    for seen, first in _groups(subject):
        last = f"{int(first[:2]) + 1:02}.*"
        interval = asked_again(subject, seen, Afgraensning(kle=f"{first}-{last}"))
        listed = asked_again(subject, seen, Afgraensning(kle=f"{first}, {last}"))
        same_cases(listed, interval, "interval_differs")


@rule("P-META-4")
def test_star_is_everything(subject: Subject) -> None:
    """KLE * shows what no restriction shows."""
    for seen in sightings(subject):
        same_cases(seen.answer, asked_again(subject, seen, Afgraensning(kle="*")), "star_differs")


@rule("P-META-5")
def test_two_restrictions_add_up(subject: Subject) -> None:
    """Alternatives show together what each shows alone."""
    for seen, first in _groups(subject):
        parts = (Afgraensning(kle=first), Afgraensning(kle=kle.elsewhere(first)))
        alone = [asked_again(subject, seen, part) for part in parts]
        both = asked_again(subject, seen, *parts)
        expected = alone[0].uuids | alone[1].uuids
        if both.uuids != expected:
            found = ", ".join(sorted(both.uuids ^ expected))
            findings = [Finding(answer.exchange) for answer in alone]
            raise Fails("sum_differs", Finding(both.exchange, found=found), *findings)


@rule("P-META-6")
def test_repeated_calls_agree(subject: Subject) -> None:
    """The same question in three transactions shows the same cases."""
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            first = asking.ask(subject, caller, cpr, STK2)
            for mark in ("second", "third"):
                same_cases(
                    first, asking.ask(subject, caller, cpr, STK2, mark=mark), "repeat_differs"
                )


@rule("P-META-7")
def test_transaction_does_not_matter(subject: Subject) -> None:
    """Another TransaktionsId and TransaktionsTid show the same, basis for basis."""
    for seen in sightings(subject):
        request = asking.request(
            subject, seen.caller, seen.cpr, (asking.code(subject, STK2),), mark="other"
        )
        other = replace(request, transaktions_tid="2026-05-02T23:59:59Z")
        answer = reading.answer(subject, asking.tell(subject, other))
        same_groups(seen.answer, answer, "repeat_differs")


@rule("P-META-8")
def test_municipalities_see_the_same(subject: Subject) -> None:
    """Another municipality sees the same cases of Udbetaling Danmark."""
    settings = subject.settings
    seen = 0
    for cpr in settings.citizens:
        one, other = (
            asking.ask(subject, c, cpr, STK2) for c in (settings.kommune, settings.anden_kommune)
        )
        seen += len(one.cases)
        same_cases(one, other, "sector_differs")
    if not seen:
        raise Inconclusive("no_cases_for", caller=settings.kommune)


@rule("P-META-9")
def test_stk2_runs_under_stk1(subject: Subject) -> None:
    """What runs under stk. 2 runs under stk. 1."""
    for seen in sightings(subject):
        narrow = asking.ask(subject, seen.caller, seen.cpr, STK1)
        missing = {s.uuid for s in seen.answer.running} - {s.uuid for s in narrow.running}
        if missing:
            finding = Finding(narrow.exchange, found=", ".join(sorted(missing)))
            raise Fails("less_under_stk1", finding, Finding(seen.answer.exchange))


@rule("P-META-10")
def test_same_basis_twice(subject: Subject) -> None:
    """A basis named twice shows what it shows when named once."""
    for seen in sightings(subject):
        twice = asking.ask(subject, seen.caller, seen.cpr, STK2, STK2)
        same_cases(seen.answer, twice, "repetition_matters")


@rule("P-META-11")
def test_one_group_or_two(subject: Subject) -> None:
    """Two bases show the same in one group of rights as in two."""
    codes = (asking.code(subject, STK1), asking.code(subject, STK2))
    for seen in sightings(subject):
        one = in_groups(subject, seen, Rettighed(hjemler=codes))
        two = in_groups(subject, seen, *(Rettighed(hjemler=(code,)) for code in codes))
        same_cases(one, two, "grouping_matters")


@rule("P-META-12")
def test_order_of_the_kle_list(subject: Subject) -> None:
    """A KLE list shows the same in either order."""
    for seen, first in _groups(subject):
        other = kle.elsewhere(first)
        one = asked_again(subject, seen, Afgraensning(kle=f"{first}, {other}"))
        turned = asked_again(subject, seen, Afgraensning(kle=f"{other}, {first}"))
        same_cases(one, turned, "order_matters")


def _judge_within(narrow: Answer, wide: Answer) -> None:
    extra = narrow.uuids - wide.uuids
    if extra:
        finding = Finding(narrow.exchange, found=", ".join(sorted(extra)))
        raise Fails("more_when_narrower", finding, Finding(wide.exchange))


def _groups(subject: Subject) -> list[tuple[Sighting, str]]:
    """Return each sighting with the main group of a case's subject, below the last one."""
    found = [
        (seen, kle.group(sag.primaer_klasse.noegle))
        for seen in sightings(subject)
        for sag in with_subjects(seen)[:1]
        if not sag.primaer_klasse.noegle.startswith("99")
    ]
    if not found:
        raise Inconclusive("no_subject")
    return found
