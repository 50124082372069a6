"""The test citizens: what each shows, and who sees what."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from sf1472.domain import Kontrolsag, Myndighed
from sf1472.message import Forespoergsel, Rettighed
from sf1472.universe import Testborger
from sf1472_stub.page.curl import curl
from sf1472_stub.page.source import Source
from sf1472_stub.soap.envelope import BY_NAME


@dataclass(frozen=True)
class Asker:
    """One column of the table: an authority that asks under one legal basis."""

    myndighed: Myndighed
    hjemmel: str
    paragraf: str


@dataclass(frozen=True)
class Seen:
    """How many cases an asker is shown."""

    loebende: int
    henlagte: int


@dataclass(frozen=True)
class Citizen:
    """One row: the citizen, its cases on the stub's date, and what each asker is shown."""

    borger: Testborger
    sager: tuple[Kontrolsag, ...]
    seen: tuple[Seen, ...]


def askers(source: Source) -> tuple[Asker, ...]:
    """Return a municipality and Udbetaling Danmark, each under every basis that is law."""
    register = source.data.register
    return tuple(
        Asker(myndighed, id_, register.hjemler[id_].paragraf)
        for myndighed in (_kommune(source), register.udk)
        for id_ in dict.fromkeys(source.contract.profile.hjemler.values())
        if register.hjemler[id_].kilde == "lov"
    )


def citizens(source: Source) -> tuple[Citizen, ...]:
    """Return every test citizen with the stub's own answers about it."""
    columns = askers(source)
    return tuple(
        Citizen(
            borger,
            borger.sager(source.clock()),
            tuple(_seen(source, borger.cpr, asker) for asker in columns),
        )
        for borger in source.data.univers.testborgere.values()
    )


def example_curl(source: Source, base: str) -> str | None:
    """Return a municipality's call about the first test citizen; None when there are none."""
    register = source.data.register
    cpr = next(iter(source.data.univers.testborgere), None)
    if cpr is None:
        return None
    hjemmel = register.bredeste_hjemmel()
    asker = Asker(_kommune(source), hjemmel, register.hjemler[hjemmel].paragraf)
    question = _question(source, cpr, asker)
    version = BY_NAME[source.contract.service.soap_version]
    envelope = version.wrap(source.provider.messages.write_request(question)).decode()
    headers = [("Content-Type", version.content_type)]
    return curl(base + source.path, headers, envelope.partition("\n")[2])


def _kommune(source: Source) -> Myndighed:
    register, dato = source.data.register, source.clock()
    kommuner = [m for m in register.myndigheder.values() if m.kommunekode]
    med_aftale = (m for m in kommuner if register.aftaler.gaelder(m.cvr, dato))
    return next(med_aftale, kommuner[0])


def _question(source: Source, cpr: str, asker: Asker) -> Forespoergsel:
    return Forespoergsel(
        transaktions_id="mit-foerste-kald",
        transaktions_tid=f"{source.clock().isoformat()}T12:00:00",
        grupper=(Rettighed((source.contract.profile.hjemmelskode(asker.hjemmel),)),),
        myndighed_cvr=asker.myndighed.cvr,
        cpr_nummer=cpr,
    )


def _seen(source: Source, cpr: str, asker: Asker) -> Seen:
    provider = source.provider
    answer = etree.fromstring(provider.svar(_question(source, cpr, asker)))
    grupper = provider.messages.read_answer(answer).grupper
    return Seen(sum(len(g.loebende) for g in grupper), sum(len(g.henlagte) for g in grupper))
