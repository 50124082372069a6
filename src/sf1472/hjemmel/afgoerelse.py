"""The decision: which cases may be disclosed under which legal basis, and why the others not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sf1472.domain import Kontrolsag, Sektor, Tilstand
from sf1472.hjemmel.regler import REGLER, Proeve, Regel
from sf1472.hjemmel.situation import Hjemmel, Indstillinger, Krav, Situation
from sf1472.hjemmel.tema import Temamatrix


@dataclass(frozen=True)
class Videregivelse:
    """One case to disclose, with what of it: the optional parts and the themes."""

    sag: Kontrolsag
    felter: frozenset[str]
    temaer: frozenset[str]


@dataclass(frozen=True)
class Videregivelsesgruppe:
    """What one legal basis discloses."""

    hjemmel: str
    loebende: tuple[Videregivelse, ...]
    henlagte: tuple[Videregivelse, ...]


@dataclass(frozen=True)
class Spor:
    """Why a case was disclosed or withheld under one basis and one alternative.

    `brudt` are the ids of the rules that withheld it; empty when it was disclosed.
    """

    sag: Kontrolsag
    hjemmel: str
    krav: Krav
    brudt: tuple[str, ...]


class Hjemmelsvurdering:
    """The law as this project reads it, ready to decide.

    Parameters: `hjemler` the legal bases by id; `matrix` the theme matrix; `ydelser` the KLE
    subjects that each sector administers; `stige` the sensitivity ladder, lowest first; `regler`
    the rules on single cases (all of them unless a test switches one off).
    """

    def __init__(
        self,
        hjemler: Mapping[str, Hjemmel],
        matrix: Temamatrix,
        ydelser: Mapping[Sektor, tuple[str, ...]],
        stige: tuple[str, ...],
        indstillinger: Indstillinger | None = None,
        regler: Mapping[str, Regel] = REGLER,
    ) -> None:
        self.hjemler = hjemler
        self.matrix = matrix
        self.ydelser = ydelser
        self.stige = stige
        self.indstillinger = indstillinger or Indstillinger()
        self.regler = regler

    def afgoer(
        self, situation: Situation, sager: Iterable[Kontrolsag]
    ) -> tuple[Videregivelsesgruppe, ...]:
        """Return what each legal basis discloses of `sager`, in the order the bases were asked for.

        A basis that discloses nothing is left out, so that a withheld case and no case look alike
        (HJ-TAVS-1).
        """
        kandidater = tuple(sager)
        grupper = (self._gruppe(situation, kandidater, id_) for id_ in situation.hjemler)
        return tuple(gruppe for gruppe in grupper if gruppe.loebende or gruppe.henlagte)

    def spor(self, situation: Situation, sager: Iterable[Kontrolsag]) -> Iterator[Spor]:
        """Yield, per basis, case and alternative, every rule that withholds the case."""
        kandidater = tuple(sager)
        for id_ in situation.hjemler:
            for sag in kandidater:
                for proeve in self._proever(situation, sag, id_):
                    brudt = tuple(navn for navn, regel in self.regler.items() if not regel(proeve))
                    yield Spor(sag, id_, proeve.krav, brudt)

    def _gruppe(
        self, situation: Situation, sager: tuple[Kontrolsag, ...], id_: str
    ) -> Videregivelsesgruppe:
        hjemmel, temaer = self.hjemler[id_], self._temaer(situation)
        regler = tuple(self.regler.values())
        loebende: list[Videregivelse] = []
        henlagte: list[Videregivelse] = []
        for sag in sager:
            if not any(_holder(regler, p) for p in self._proever(situation, sag, id_)):
                continue
            liste = henlagte if sag.tilstand is Tilstand.HENLAGT else loebende
            liste.append(Videregivelse(sag, hjemmel.felter, temaer))
        return Videregivelsesgruppe(id_, tuple(loebende), tuple(henlagte))

    def _proever(self, situation: Situation, sag: Kontrolsag, id_: str) -> Iterator[Proeve]:
        hjemmel, temaer = self.hjemler[id_], self._temaer(situation)
        for krav in situation.krav:
            if id_ in krav.hjemler:
                yield Proeve(sag, situation, krav, hjemmel, temaer, self.stige, self.indstillinger)

    def _temaer(self, situation: Situation) -> frozenset[str]:
        """Return the themes relevant to the own case's benefit, else to the sector's benefits."""
        if situation.egen_ydelse is not None:
            return self.matrix.relevante((situation.egen_ydelse,))
        return self.matrix.relevante(self.ydelser[situation.kalder.sektor])


def _holder(regler: tuple[Regel, ...], proeve: Proeve) -> bool:
    """Say whether every rule lets the case through."""
    for regel in regler:  # noqa: SIM110 - a generator would cost more than the rules
        if not regel(proeve):
            return False
    return True
