"""C-HJEM, C-SEKTOR and C-AFGR: who asks, under which legal basis, and how broadly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from sf1472.message import Afgraensning, Forespoergsel, Rettighed
from sf1472.patterns import UUID
from sf1472_conformance.consumer.agreement import Agreement
from sf1472_conformance.consumer.attempts import Attempt
from sf1472_conformance.consumer.observed import requests
from sf1472_conformance.consumer.recording import Recording
from sf1472_conformance.law import kle
from sf1472_conformance.running.rule import rule
from sf1472_conformance.verdict.kinds import Fails, Finding, Inconclusive, NotApplicable

_T = TypeVar("_T")


@rule("C-HJEM-1")
def test_known_basis(recording: Recording) -> None:
    """Every group of rights names a basis, and the contract knows it."""
    known = recording.contract.profile.hjemler
    for attempt, request in requests(recording):
        if not request.grupper or not all(group.hjemler for group in request.grupper):
            raise Fails("no_basis", attempt.finding(" / ".join(known), "-"))
        for code in _codes(request):
            if code not in known:
                raise Fails("unknown_basis", attempt.finding(" / ".join(known), code))


@rule("C-HJEM-2")
def test_one_basis(recording: Recording) -> None:
    """A call rests on one basis."""
    for attempt, request in requests(recording):
        codes = sorted(set(_codes(request)))
        if len(codes) > 1:
            raise Fails("several_bases", attempt.finding("1", ", ".join(codes)))


@rule("C-HJEM-3")
def test_agreed_basis(recording: Recording) -> None:
    """The agreement covers the basis."""
    allowed = _agreed(recording, lambda agreement: agreement.hjemler)
    known = recording.contract.profile.hjemler
    for attempt, request in requests(recording):
        for code in _codes(request):
            if known.get(code) not in allowed:
                raise Fails("beyond_agreement", attempt.finding(" / ".join(allowed), code))


@rule("C-HJEM-4")
def test_says_who_asks(recording: Recording) -> None:
    """The call names the authority."""
    for attempt, request in requests(recording):
        if not request.myndighed_cvr:
            raise Fails("no_authority", attempt.finding())


@rule("C-HJEM-5")
def test_agreed_authority(recording: Recording) -> None:
    """The authority is the agreement's."""
    allowed = _agreed(recording, lambda agreement: agreement.myndighed)
    for attempt, request in requests(recording):
        if request.myndighed_cvr != allowed:
            found = request.myndighed_cvr or "-"
            raise Fails("beyond_agreement", attempt.finding(allowed, found))


@rule("C-SEKTOR-1")
def test_not_in_own_sector(recording: Recording) -> None:
    """A municipality searches Udbetaling Danmark only, and Udbetaling Danmark not itself.

    Who asks is what the call says, else the agreement.
    """
    udk, agreement = recording.udk, recording.agreement
    agreed = agreement.myndighed if agreement is not None else None
    unnamed: list[Finding] = []
    own: list[Finding] = []
    for attempt, request in requests(recording):
        caller = request.myndighed_cvr or agreed
        for owner in (cvr for group in request.grupper for cvr in group.myndigheder):
            if caller is None:
                unnamed.append(attempt.finding())
            elif owner == caller:
                own.append(attempt.finding(found=owner))
            elif (owner == udk) == (caller == udk):
                expected = f"≠ {udk}" if caller == udk else udk
                raise Fails("own_sector", attempt.finding(expected, owner))
    if unnamed:
        raise Inconclusive("nobody_asks", unnamed[0])
    if own:
        raise Inconclusive("own_cvr", own[0])


@rule("C-SEKTOR-2")
def test_agreed_owners(recording: Recording) -> None:
    """Only the agreement's authorities are searched."""
    allowed = _agreed(recording, lambda agreement: agreement.myndigheder)
    for attempt, request in requests(recording):
        # the caller's own number may also mean whose rights are used: no verdict on it
        known = {*allowed, request.myndighed_cvr}
        for group in request.grupper:
            if not group.myndigheder or not set(group.myndigheder) <= known:
                found = ", ".join(group.myndigheder) or "-"
                raise Fails("beyond_agreement", attempt.finding(", ".join(allowed), found))


@rule("C-AFGR-1")
def test_readable(recording: Recording) -> None:
    """KLE is KLE, and lists of UUIDs are that."""
    for attempt, group in _groups(recording):
        for limit in group.afgraensninger:
            if limit.kle and not kle.readable(limit.kle):
                raise Fails("unreadable_limit", attempt.finding("27.*, 32.*-34.*", limit.kle))
            for listed in (limit.systemer, limit.organisationer):
                if listed and not all(UUID.fullmatch(part) for part in _listed(listed)):
                    raise Fails("unreadable_limit", attempt.finding("UUID, UUID", listed))


@rule("C-AFGR-2")
def test_agreed_kle(recording: Recording) -> None:
    """No KLE subject beyond the agreement's."""
    allowed = _agreed(recording, lambda agreement: agreement.kle)

    def within(limit: Afgraensning) -> bool:
        asked = limit.kle or ""
        return kle.readable(asked) and kle.covers(allowed, asked)

    _judge(recording, within, allowed, lambda limit: limit.kle)


@rule("C-AFGR-3")
def test_agreed_sensitivity(recording: Recording) -> None:
    """No level above the agreement's."""
    allowed = _agreed(recording, lambda agreement: agreement.foelsomhed)
    ladder = list(recording.contract.profile.foelsomheder)

    def within(limit: Afgraensning) -> bool:
        level = limit.foelsomhed
        return level in ladder and ladder.index(level) <= ladder.index(allowed)

    _judge(recording, within, allowed, lambda limit: limit.foelsomhed)


@rule("C-AFGR-4")
def test_agreed_systems(recording: Recording) -> None:
    """No system beyond the agreement's."""
    allowed = _agreed(recording, lambda agreement: agreement.systemer)
    _judge_listed(recording, allowed, lambda limit: limit.systemer)


@rule("C-AFGR-5")
def test_agreed_units(recording: Recording) -> None:
    """No unit beyond the agreement's."""
    allowed = _agreed(recording, lambda agreement: agreement.organisationer)
    _judge_listed(recording, allowed, lambda limit: limit.organisationer)


def _codes(request: Forespoergsel) -> list[str]:
    return [code for group in request.grupper for code in group.hjemler]


def _groups(recording: Recording) -> Iterator[tuple[Attempt, Rettighed]]:
    for attempt, request in requests(recording):
        for group in request.grupper:
            yield attempt, group


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _agreed(recording: Recording, part: Callable[[Agreement], _T | None]) -> _T:
    """Return a part of the agreement. Raises NotApplicable when it is not known or open."""
    if recording.agreement is None:
        raise NotApplicable("no_agreement")
    found = part(recording.agreement)
    if found is None:
        raise NotApplicable("agreement_open")
    return found


def _judge(
    recording: Recording,
    within: Callable[[Afgraensning], bool],
    allowed: str,
    shown: Callable[[Afgraensning], str | None],
) -> None:
    """Fail a group of rights that is broader than what is allowed: unrestricted is broadest."""
    for attempt, group in _groups(recording):
        for limit in group.afgraensninger or (Afgraensning(),):
            if not within(limit):
                raise Fails("beyond_agreement", attempt.finding(allowed, shown(limit) or "-"))


def _judge_listed(
    recording: Recording,
    allowed: tuple[str, ...],
    part: Callable[[Afgraensning], str | None],
) -> None:
    lowered = {uuid.lower() for uuid in allowed}

    def within(limit: Afgraensning) -> bool:
        listed = part(limit)
        return bool(listed) and set(_listed((listed or "").lower())) <= lowered

    _judge(recording, within, ", ".join(allowed), part)
