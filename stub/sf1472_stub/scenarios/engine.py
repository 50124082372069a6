"""Choosing a scenario for a call, and remembering how far each one is."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from sf1472_stub.scenarios.model import START, Forsinkelse, Goer, Scenarie

ValgtAf = Literal["processing", "borger", "admin", "kommandolinje", "naar"]


class Oplysninger(Struct, frozen=True):
    """What a scenario may look at; what could not be read from the call is None or empty.

    `headers` by lower-case name; `processing` the texts of the request's `Processing`.
    """

    sti: str
    headers: Mapping[str, str]
    soap: str | None = None
    cpr: str | None = None
    kalder: str | None = None
    hjemler: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


class Valg(Struct, frozen=True):
    """A scenario chosen for one call: by what, what it does, how many seconds it waits first."""

    scenarie: Scenarie
    valgt_af: ValgtAf
    goer: Goer
    forsinkelse: float


class _Loebende:
    """How far one scenario is."""

    def __init__(self, scenarie: Scenarie) -> None:
        self.tilstand = START if scenarie.forloeb else None
        self.kald = 0
        self.lod = random.Random(scenarie.froe)  # noqa: S311 - repeatable on purpose


class Scenarier:
    """Every scenario with its state.

    Precedence: the request's `Processing`, the reserved citizen, the control API (the newest
    first), the command line, and last the scenarios that apply by themselves (`aktiv`).
    """

    def __init__(self, alle: tuple[Scenarie, ...], fra_start: tuple[str, ...] = ()) -> None:
        self.alle = alle
        self._ved_navn = {navn: s for s in alle for navn in (s.id, s.navn)}
        self._ved_borger = {s.borger: s for s in alle if s.borger is not None}
        self.fra_start = tuple(self._find(navn) for navn in fra_start)
        self.aktive: dict[str, int | None] = {}
        self._loebende: dict[str, _Loebende] = {}
        self.nulstil()

    def vaelg(self, kald: Oplysninger) -> Valg | None:
        """Return what is to happen to the call, or None when nothing is."""
        for scenarie, valgt_af in self._kandidater(kald):
            loebende = self._loebende[scenarie.id]
            if afvigelser(scenarie, kald):
                continue
            loebende.kald += 1
            if scenarie.naar.kald_nr not in (None, loebende.kald):
                continue
            if loebende.lod.random() >= scenarie.sandsynlighed:
                continue
            if valgt_af == "admin":
                self._brug(scenarie.id)
            goer = _trin(scenarie, loebende)
            return Valg(scenarie, valgt_af, goer, _sekunder(goer.forsinkelse, loebende.lod))
        return None

    def naermeste(self, kald: Oplysninger) -> str | None:
        """Say in Danish which scenario came closest to a call that none applied to, and why not."""
        ukendte = [tekst for tekst in kald.processing if tekst.strip() not in self._ved_navn]
        if ukendte:
            return f"Processing nævner {ukendte[0].strip()!r}, som ikke er et scenarie"
        egne = [s for s in self.alle if s.aktiv or s.id in self.aktive or s in self.fra_start]
        afveg = [(afvigelser(s, kald), s) for s in egne]
        naer = min((a for a in afveg if a[0]), key=lambda a: len(a[0]), default=None)
        if naer is None:
            return None
        return f"Intet scenarie passede. Det nærmeste, {naer[1].navn}, afveg i {', '.join(naer[0])}"

    def aktiver(self, id_: str, gange: int | None = None) -> None:
        """Let a scenario apply to every fitting call, or to the next `gange`. Raises KeyError."""
        scenarie = self._ved_navn[id_]
        self.aktive.pop(scenarie.id, None)
        self.aktive[scenarie.id] = gange
        self._loebende[scenarie.id] = _Loebende(scenarie)

    def deaktiver(self, id_: str) -> None:
        """Let a scenario apply no more unless it is asked for. Raises KeyError when unknown."""
        self.aktive.pop(self._ved_navn[id_].id, None)

    def tilstand(self, id_: str) -> str | None:
        """Return a scenario's state; None when it has none. Raises KeyError when unknown."""
        return self._loebende[self._ved_navn[id_].id].tilstand

    def saet_tilstand(self, id_: str, tilstand: str) -> None:
        """Put a scenario into a state. Raises KeyError, or ValueError for an unknown state."""
        scenarie = self._ved_navn[id_]
        if tilstand not in [trin.tilstand for trin in scenarie.forloeb]:
            raise ValueError(tilstand)
        self._loebende[scenarie.id].tilstand = tilstand

    def nulstil(self) -> None:
        """Return every scenario to its start; what the control API activated is deactivated."""
        self.aktive.clear()
        self._loebende = {scenarie.id: _Loebende(scenarie) for scenarie in self.alle}

    def _find(self, navn: str) -> Scenarie:
        from sf1472.errors import KitError

        if navn not in self._ved_navn:
            raise KitError(f"Scenariet {navn!r} findes ikke; se dem med: sf1472 scenarios")
        return self._ved_navn[navn]

    def _kandidater(self, kald: Oplysninger) -> Iterator[tuple[Scenarie, ValgtAf]]:
        for tekst in kald.processing:
            if tekst.strip() in self._ved_navn:
                yield self._ved_navn[tekst.strip()], "processing"
        if kald.cpr in self._ved_borger:
            yield self._ved_borger[kald.cpr], "borger"
        for id_ in reversed(tuple(self.aktive)):
            yield self._ved_navn[id_], "admin"
        for scenarie in self.fra_start:
            yield scenarie, "kommandolinje"
        for scenarie in self.alle:
            if scenarie.aktiv:
                yield scenarie, "naar"

    def _brug(self, id_: str) -> None:
        """Count down a scenario that was activated for some calls only."""
        rest = self.aktive[id_]
        if rest is not None:
            self.aktive[id_] = rest - 1
            if rest <= 1:
                del self.aktive[id_]


def afvigelser(scenarie: Scenarie, kald: Oplysninger) -> list[str]:
    """Return in Danish where a call differs from `naar`; empty when it fits. Shows no CPR."""
    naar = scenarie.naar
    found = []
    if naar.cpr not in (None, kald.cpr):
        found.append("CPR-nummer")
    for navn, ventet, fik in (
        ("kalder", naar.kalder, kald.kalder),
        ("sti", naar.sti, kald.sti),
        ("SOAP-version", naar.soap, kald.soap),
    ):
        if ventet not in (None, fik):
            found.append(f"{navn} (ventede {ventet}, fik {fik or 'ingen'})")
    if naar.hjemmel is not None and naar.hjemmel not in kald.hjemler:
        found.append(f"hjemmel (ventede {naar.hjemmel})")
    found.extend(
        f"headeren {navn}" for navn, v in naar.header.items() if kald.headers.get(navn.lower()) != v
    )
    return found


def _trin(scenarie: Scenarie, loebende: _Loebende) -> Goer:
    """Return what happens now, and move on."""
    if scenarie.goer is not None:
        return scenarie.goer
    trin = next(t for t in scenarie.forloeb if t.tilstand == loebende.tilstand)
    loebende.tilstand = trin.naeste or trin.tilstand
    return trin.goer


def _sekunder(forsinkelse: Forsinkelse | None, lod: random.Random) -> float:
    if forsinkelse is None:
        return 0.0
    if forsinkelse.jaevn is not None:
        return lod.uniform(*forsinkelse.jaevn)
    if forsinkelse.lognormal is not None:
        median, sigma = forsinkelse.lognormal
        return lod.lognormvariate(math.log(median), sigma)
    return forsinkelse.fast or 0.0
