"""Asking a provider: the questions, the messages that carry them, and the calls."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid5

from sf1472.message import Afgraensning, Forespoergsel, Rettighed
from sf1472_conformance.calling.transport import Exchange, HttpCall
from sf1472_conformance.messages import soap
from sf1472_conformance.provider import reading
from sf1472_conformance.provider.reading import Answer
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import NotApplicable

STK1 = "p11a_stk1"
STK2 = "p11a_stk2"
TIME = "2026-05-01T09:30:00+02:00"


def code(subject: Subject, hjemmel: str) -> str:
    """Return the contract's code of a legal basis. Raises NotApplicable when it has none."""
    for found, known in subject.contract.profile.hjemler.items():
        if known == hjemmel:
            return found
    raise NotApplicable("no_code", hjemmel=hjemmel)


def request(
    subject: Subject,
    caller: str,
    cpr: str,
    codes: tuple[str, ...],
    owners: tuple[str, ...] = (),
    *,
    limits: tuple[Afgraensning, ...] = (),
    sag_uuid: str | None = None,
    mark: str = "",
) -> Forespoergsel:
    """Return a request; the same arguments and seed give the same message.

    `owners` are the authorities named in the restriction, `limits` the data restrictions;
    `sag_uuid` asks about a case instead of the citizen; `mark` makes a message differ.
    """
    key = "|".join((caller, cpr, *codes, *owners, *map(str, limits), sag_uuid or "", mark))
    return Forespoergsel(
        transaktions_id=str(uuid5(subject.run_id, key)),
        transaktions_tid=TIME,
        grupper=(Rettighed(hjemler=codes, myndigheder=owners, afgraensninger=limits),),
        myndighed_cvr=caller,
        cpr_nummer=cpr if sag_uuid is None else None,
        sag_uuid=sag_uuid,
    )


def plain_request(subject: Subject, mark: str = "") -> Forespoergsel:
    """Return an ordinary request: the municipality asks about the first citizen, stk. 2.

    A contract without stk. 2 is asked with the first legal basis it has.
    """
    settings, hjemler = subject.settings, subject.contract.profile.hjemler
    first = next((c for c, known in hjemler.items() if known == STK2), next(iter(hjemler)))
    return request(subject, settings.kommune, settings.citizens[0], (first,), mark=mark)


def send(
    subject: Subject, body: str, version: str | None = None, *, header: str = "", doctype: str = ""
) -> Exchange:
    """Send `body` in an envelope of `version` (the contract's own by default)."""
    version = version or subject.bound_version
    return post(subject, soap.write(body, version, header, doctype), headers(subject, version))


def headers(subject: Subject, version: str) -> tuple[tuple[str, str], ...]:
    """Return the HTTP headers of a call in `version`."""
    return soap.headers(version, subject.contract.service.soap_action)


def post(subject: Subject, body: bytes, headers: tuple[tuple[str, str], ...]) -> Exchange:
    """Send bytes as they are."""
    return subject.transport.send(HttpCall("POST", subject.settings.url, headers, body))


def get(subject: Subject, url: str) -> Exchange:
    """Fetch `url`, which must lie at the provider's origin."""
    return subject.transport.send(HttpCall("GET", url))


def tell(subject: Subject, message: Forespoergsel, version: str | None = None) -> Exchange:
    """Send `message` and return the exchange, whatever came of it."""
    return send(subject, subject.messages.write_request(message), version)


def ask(
    subject: Subject,
    caller: str,
    cpr: str,
    *hjemler: str,
    owners: tuple[str, ...] = (),
    limits: tuple[Afgraensning, ...] = (),
    sag_uuid: str | None = None,
    mark: str = "",
) -> Answer:
    """Ask about a citizen under legal bases (the domain's ids). Raises NotRun on no answer."""
    codes = tuple(code(subject, hjemmel) for hjemmel in hjemler)
    asked = request(
        subject, caller, cpr, codes, owners, limits=limits, sag_uuid=sag_uuid, mark=mark
    )
    return reading.answer(subject, tell(subject, asked))


def survey(subject: Subject, caller: str, *hjemler: str) -> Iterator[Answer]:
    """Ask about every citizen in turn."""
    for cpr in subject.settings.citizens:
        yield ask(subject, caller, cpr, *hjemler)


def shows_cases(subject: Subject) -> bool:
    """Say whether any citizen shows any case to any caller."""
    return any(a.cases for caller in subject.callers for a in survey(subject, caller, STK2))
