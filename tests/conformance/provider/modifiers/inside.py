"""Changes inside the stub: the rules of its law, what a legal basis discloses, which cases it has.

They show that the kit finds out when the stub's own reading of the law is off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import structs

from sf1472.domain import Kontrolsag
from sf1472.hjemmel import Regel
from sf1472_stub import Stub

from ...stubbed import Handler, Modifier


def without(*rules: str) -> Modifier:
    """Switch off rules of the stub's law (the ids of `fixtures/hjemmel/regler.toml`)."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        law, calls = stub.provider._hjemmel, stub.provider._spoergsmaal
        assert set(rules) <= {*law.regler, *calls._regler}
        law.regler = {id_: rule for id_, rule in law.regler.items() if id_ not in rules}
        calls._regler = {id_: rule for id_, rule in calls._regler.items() if id_ not in rules}
        return inner

    return modifier


def judges(id_: str, rule: Regel) -> Modifier:
    """Put another rule on single cases in place of one of the stub's."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        law = stub.provider._hjemmel
        assert id_ in law.regler
        law.regler = {**law.regler, id_: rule}
        return inner

    return modifier


def discloses(hjemmel: str, *parts: str, shelved: bool = False) -> Modifier:
    """Let a legal basis disclose these optional parts of a case, and shelved cases or not."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        law = stub.provider._hjemmel
        basis = structs.replace(law.hjemler[hjemmel], felter=frozenset(parts), henlagte=shelved)
        law.hjemler = {**law.hjemler, hjemmel: basis}
        return inner

    return modifier


def keeps(change: Callable[[str, tuple[Kontrolsag, ...]], Iterable[Kontrolsag]]) -> Modifier:
    """Keep other cases about a citizen (the CPR number) than the stub does."""

    def modifier(stub: Stub, inner: Handler) -> Handler:
        kept = stub.data.univers.sager
        stub.data.univers.sager = lru_cache(lambda cpr, dato: tuple(change(cpr, kept(cpr, dato))))
        return inner

    return modifier
