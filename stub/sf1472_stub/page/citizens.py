"""The test citizens: what each shows, and who sees what."""

from __future__ import annotations

from dataclasses import dataclass

from sf1472.domain import Kontrolsag, Myndighed
from sf1472.universe import Testborger
from sf1472_stub.page.curl import curl
from sf1472_stub.page.source import Source
from sf1472_stub.provider.example import Shown, example, example_kommune, shown


@dataclass(frozen=True)
class Asker:
    """One column of the table: an authority that asks under one legal basis."""

    myndighed: Myndighed
    hjemmel: str
    paragraf: str


@dataclass(frozen=True)
class Citizen:
    """One row: the citizen, its cases on the stub's date, and what each asker is shown."""

    borger: Testborger
    sager: tuple[Kontrolsag, ...]
    seen: tuple[Shown, ...]


def askers(source: Source) -> tuple[Asker, ...]:
    """Return a municipality and Udbetaling Danmark, each under every basis that is law."""
    register, hjemler = source.data.register, source.hjemmel.hjemler
    return tuple(
        Asker(myndighed, id_, hjemler[id_].paragraf)
        for myndighed in (example_kommune(source), register.udk)
        for id_ in dict.fromkeys(source.contract.profile.hjemler.values())
        if hjemler[id_].kilde == "lov"
    )


def citizens(source: Source) -> tuple[Citizen, ...]:
    """Return every test citizen with the stub's own answers about it."""
    columns = askers(source)
    return tuple(
        Citizen(
            borger,
            borger.sager(source.clock()),
            tuple(shown(source, borger.cpr, asker.myndighed, asker.hjemmel) for asker in columns),
        )
        for borger in source.data.univers.testborgere.values()
    )


def example_curl(source: Source, base: str) -> str | None:
    """Return a municipality's call about the first test citizen; None when there are none."""
    found = example(source)
    if found is None:
        return None
    return curl(base + source.path, [("Content-Type", found.content_type)], found.envelope)
