"""Changes to what is asked and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain

from msgspec import structs

from sf1472.message import Afgraensning, Forespoergsel, Gruppe, Rettighed, Svar

from ...stubbed import Handler, Modifier, Reply
from .envelope import on_post
from .message import Message


def asks(change: Callable[[Forespoergsel], Forespoergsel]) -> Modifier:
    """Hear another request than the one that was sent; the answer still echoes the one sent."""

    def way(inner: Handler, m: Message) -> Reply:
        changed = m.request if m.request is None else change(m.request)
        return inner(m.heard if changed in (None, m.request) else m.saying(changed))

    return on_post(way)


def rights(change: Callable[[Rettighed], Rettighed]) -> Modifier:
    """Hear other groups of rights than those that were sent."""
    return asks(lambda q: structs.replace(q, grupper=tuple(map(change, q.grupper))))


def limits(change: Callable[[Afgraensning], Iterable[Afgraensning]]) -> Modifier:
    """Hear other restrictions than those that were sent."""

    def heard(group: Rettighed) -> Rettighed:
        changed = chain.from_iterable(map(change, group.afgraensninger))
        return structs.replace(group, afgraensninger=tuple(changed))

    return rights(heard)


def reads_kle(change: Callable[[str], str]) -> Modifier:
    """Hear other restrictions on KLE subjects than those that were sent."""

    def heard(limit: Afgraensning) -> list[Afgraensning]:
        return [structs.replace(limit, kle=change(limit.kle)) if limit.kle is not None else limit]

    return limits(heard)


def says(change: Callable[[Forespoergsel, Svar], Svar]) -> Modifier:
    """Give another answer than the stub's."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        return reply if m.request is None else _changed(m, reply, change)

    return on_post(way)


def groups(change: Callable[[Forespoergsel, Gruppe], Gruppe]) -> Modifier:
    """Show other cases under a legal basis than the stub does; an empty group is left out."""

    def shown(request: Forespoergsel, svar: Svar) -> Svar:
        changed = (change(request, gruppe) for gruppe in svar.grupper)
        return structs.replace(svar, grupper=tuple(g for g in changed if g.loebende or g.henlagte))

    return says(shown)


def also(
    question: Callable[[Forespoergsel], Forespoergsel | None],
    merge: Callable[[Svar, Svar], Svar],
) -> Modifier:
    """Ask the stub a second question and merge its answer into the first."""

    def way(inner: Handler, m: Message) -> Reply:
        reply = inner(m.heard)
        second = None if m.request is None else question(m.request)
        other = None if second is None else m.answer(inner(m.saying(second)))
        if other is None:
            return reply
        return _changed(m, reply, lambda _, svar: merge(svar, other))

    return on_post(way)


def _changed(m: Message, reply: Reply, change: Callable[[Forespoergsel, Svar], Svar]) -> Reply:
    """Return the reply with another answer in it; header and all else stay."""
    svar = m.answer(reply)
    if svar is None or m.request is None:
        return reply
    changed = change(m.request, svar)
    if changed == svar:
        return reply
    text = m.stub.provider.messages.write_answer(changed)
    head, start, rest = reply.body.partition(b"<soap:Body>")
    _, end, tail = rest.partition(b"</soap:Body>")
    return replace(reply, body=head + start + text.encode() + end + tail)
