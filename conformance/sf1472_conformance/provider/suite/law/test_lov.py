"""P-LOV: what belongs to which legal basis."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sf1472_conformance.messages.soap import parse
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.asking import STK1, STK2
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.refusal import gives_fejl, gives_no_case, shows_no_case
from sf1472_conformance.provider.sightings import Sighting, same_groups, sightings
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive, NotApplicable

_UNKNOWN = "UKENDT_HJEMMEL"


@rule("P-LOV-1")
def test_only_bases_asked_for(subject: Subject) -> None:
    """Each group's basis was asked for, with one basis as with two."""
    known = tuple(subject.contract.profile.hjemler.values())
    seen = 0
    for caller in subject.callers:
        for hjemler in (*((one,) for one in known), (STK1, STK2)):
            codes = {asking.code(subject, hjemmel) for hjemmel in hjemler}
            for answer in asking.survey(subject, caller, *hjemler):
                seen += len(answer.svar.grupper)
                _judge_bases(answer, codes)
    if not seen:
        raise Inconclusive("no_cases")


@rule("P-LOV-2")
def test_unknown_basis_gives_no_case(subject: Subject) -> None:
    """A basis that the contract does not know gives no case."""
    gives_no_case(subject, _with_unknown_basis(subject))


@rule("P-LOV-3")
def test_unknown_basis_gives_fejl(subject: Subject) -> None:
    """A basis that the contract does not know gives a Fejl."""
    gives_fejl(_with_unknown_basis(subject))


@rule("P-LOV-4")
def test_order_of_bases(subject: Subject) -> None:
    """Stk. 1 and stk. 2 give the same in either order."""
    seen = 0
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            one = asking.ask(subject, caller, cpr, STK1, STK2)
            other = asking.ask(subject, caller, cpr, STK2, STK1)
            seen += len(one.cases)
            same_groups(one, other, "order_matters")
    if not seen:
        raise Inconclusive("no_cases")


@rule("P-LOV-5")
def test_stk1_is_part_of_stk2(subject: Subject) -> None:
    """What runs under stk. 1 runs under stk. 2."""
    seen = 0
    for caller in subject.callers:
        for cpr in subject.settings.citizens:
            narrow, wide = (asking.ask(subject, caller, cpr, stk) for stk in (STK1, STK2))
            seen += len(narrow.running)
            extra = {sag.uuid for sag in narrow.running} - {sag.uuid for sag in wide.running}
            if extra:
                finding = Finding(narrow.exchange, found=", ".join(sorted(extra)))
                raise Fails("more_under_stk1", finding, Finding(wide.exchange))
    if not seen:
        raise Inconclusive("no_cases")


@rule("P-LOV-6")
def test_running_or_shelved(subject: Subject) -> None:
    """Under stk. 2 no case stands in both lists."""
    seen = 0
    for caller in subject.callers:
        for answer in asking.survey(subject, caller, STK2):
            seen += len(answer.shelved)
            both = {s.uuid for s in answer.running} & {s.uuid for s in answer.shelved}
            if both:
                finding = Finding(answer.exchange, found=", ".join(sorted(both)))
                raise Fails("in_both_lists", finding)
    if not seen:
        raise Inconclusive("no_shelved")


@rule("P-LOV-7")
def test_no_basis_gives_no_case(subject: Subject) -> None:
    """Where a basis shows cases, an empty one shows none, nor does a list without or no list."""
    for seen in sightings(subject):
        for body in _without_basis(subject, seen):
            shows_no_case(subject, asking.send(subject, body))


def _judge_bases(answer: Answer, codes: set[str]) -> None:
    for gruppe in answer.svar.grupper:
        if gruppe.hjemmel not in codes:
            finding = Finding(
                answer.exchange, expected=" / ".join(sorted(codes)), found=gruppe.hjemmel
            )
            raise Fails("other_basis", finding)


def _with_unknown_basis(subject: Subject) -> list[Answer]:
    settings = subject.settings
    requests = [
        asking.request(subject, caller, cpr, (_UNKNOWN,))
        for caller in subject.callers
        for cpr in settings.citizens
    ]
    written = subject.messages.write_request(requests[0])
    if not subject.contract.schema.is_valid(parse(written.encode())):
        raise NotApplicable("basis_in_schema")
    return [reading.answer(subject, asking.tell(subject, request)) for request in requests]


def _without_basis(subject: Subject, seen: Sighting) -> Iterator[str]:
    """Yield a sighting's question without its list of bases, with an empty one, an empty basis."""
    code = asking.code(subject, STK2)
    for codes in ((), ("",)):
        yield subject.messages.write_request(asking.request(subject, seen.caller, seen.cpr, codes))
    question = asking.request(subject, seen.caller, seen.cpr, (code,), mark="empty list")
    body = parse(subject.messages.write_request(question).encode())
    for basis in [element for element in body.iter("*") if element.text == code]:
        basis.getparent().remove(basis)  # type: ignore[union-attr]
    yield etree.tostring(body, encoding="unicode")
