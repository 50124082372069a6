"""Which versions of SOAP a provider is judged in, and whether it answers in them at all."""

from __future__ import annotations

from sf1472_conformance.messages import soap
from sf1472_conformance.provider import asking, reading
from sf1472_conformance.provider.subject import Subject
from sf1472_conformance.verdict.kinds import Fails, Finding, NotApplicable


def judged(subject: Subject) -> tuple[str, ...]:
    """Return the SOAP versions to judge: the contract's, and the other if it is offered."""
    others = (v for v in soap.VERSIONS if v != subject.bound_version and offers(subject, v))
    return (subject.bound_version, *others)


def offers(subject: Subject, version: str) -> bool:
    """Say whether an ordinary request in `version` is answered; how it is refused is free."""
    try:
        reading.answer_body(subject, asking.tell(subject, asking.plain_request(subject), version))
    except Fails:
        return False
    return True


def require(subject: Subject, version: str) -> None:
    """Raise NotApplicable when `version` is neither the contract's nor offered."""
    if version not in judged(subject):
        exchange = asking.tell(subject, asking.plain_request(subject), version)
        raise NotApplicable("version_not_offered", Finding(exchange), version=version)


def ground(subject: Subject) -> None:
    """Raise NotRun unless an ordinary request is answered; P-SOAP-1 and P-SOAP-2 judge that."""
    for version in judged(subject):
        reading.answer(subject, asking.tell(subject, asking.plain_request(subject), version))
