"""From a request to a question that the law can answer, or to the business error it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from sf1472.contract import Profile
from sf1472.domain import Myndighed, Sektor
from sf1472.hjemmel import Hjemmelsdata, Interval, KleError, Krav, Situation, parse_kle
from sf1472.message import Afgraensning, Forespoergsel, Rettighed
from sf1472.patterns import CPR, UUID
from sf1472.universe import Data, Register


class Afvist(Exception):  # noqa: N818 - not an error of ours: the caller's question is refused
    """The question gets a business error (`Fejl`) and no case.

    `kode` is an id of `fixtures/svarreaktioner.toml`, `felter` its placeholders' values.
    """

    def __init__(self, kode: str, **felter: str) -> None:
        self.kode = kode
        self.felter = felter
        super().__init__(kode)


class Kald(Struct, frozen=True):
    """One call, before anyone looks at cases: what the rules on whole calls judge.

    `hjemler` are ids by the contract's code; `data` is the law's data.
    """

    kalder: Myndighed
    grupper: tuple[Rettighed, ...]
    hjemler: Mapping[str, str]
    register: Register
    data: Hjemmelsdata
    dato: date


Kaldregel: TypeAlias = Callable[[Kald], None]


def _aftale(kald: Kald) -> None:
    if not kald.data.aftaler.gaelder(kald.kalder.cvr, kald.dato):
        raise Afvist("AFTALE_MANGLER")


def _kendt_hjemmel(kald: Kald) -> None:
    if not all(gruppe.hjemler for gruppe in kald.grupper):
        raise Afvist("HJEMMEL_MANGLER", kendte=", ".join(kald.hjemler))
    if not all(kode in kald.hjemler for gruppe in kald.grupper for kode in gruppe.hjemler):
        raise Afvist("HJEMMEL_UKENDT", kendte=", ".join(kald.hjemler))


def _samtykke(kald: Kald) -> None:
    if kald.data.indstillinger.samtykke_ved_stk1:
        return
    koder = (kode for gruppe in kald.grupper for kode in gruppe.hjemler if kode in kald.hjemler)
    if any(kald.data.hjemler[kald.hjemler[kode]].samtykke for kode in koder):
        raise Afvist("SAMTYKKE_MANGLER")


def _anden_kommune(kald: Kald) -> None:
    for cvr in (cvr for gruppe in kald.grupper for cvr in gruppe.myndigheder):
        soegt = kald.register.myndigheder.get(cvr)
        if soegt is None:
            raise Afvist("MYNDIGHED_AFGRAENSNING_UKENDT")
        if kald.kalder.sektor is soegt.sektor is Sektor.KOMMUNE and cvr != kald.kalder.cvr:
            raise Afvist("KOMMUNE_ANDEN_KOMMUNE")


EGET_CVR = (
    "Kalderens eget CVR-nummer i myndighedsafgrænsningen afgrænser ikke: det kan også betyde den "
    "myndighed, hvis rettigheder der bruges (indstillingen eget_cvr_afgraenser)."
)

KALDREGLER: Mapping[str, Kaldregel] = {
    "HJ-AFTALE-1": _aftale,
    "HJ-LOV-1": _kendt_hjemmel,
    "HJ-LOV-4": _samtykke,
    "HJ-SEKTOR-2": _anden_kommune,
}


class Spoergsmaal:
    """Understands requests: who asks, about whom, with which right.

    Parameters: `profile` for the contract's codes, `data` for authorities and cases, `hjemmel` the
    law's data, `kalder` the CVR number of the caller when the request names none, `regler` the
    rules on whole calls (all of them unless a test switches one off).
    """

    def __init__(
        self,
        profile: Profile,
        data: Data,
        hjemmel: Hjemmelsdata,
        kalder: str | None,
        regler: Mapping[str, Kaldregel] = KALDREGLER,
    ) -> None:
        self._hjemler = profile.hjemler
        self._foelsomheder = profile.foelsomheder
        self._register = data.register
        self._univers = data.univers
        self._hjemmel = hjemmel
        self._kalder = kalder
        self._regler = regler

    def forstaa(self, request: Forespoergsel, dato: date) -> Situation:
        """Return the situation to decide on. Raises Afvist."""
        kalder = self._myndighed(request.myndighed_cvr or self._kalder)
        kald = Kald(kalder, request.grupper, self._hjemler, self._register, self._hjemmel, dato)
        for regel in self._regler.values():
            regel(kald)
        krav = tuple(krav for gruppe in request.grupper for krav in self._krav(gruppe, kalder))
        koder = (kode for gruppe in request.grupper for kode in gruppe.hjemler)
        hjemler = dict.fromkeys(self._hjemler[kode] for kode in koder if kode in self._hjemler)
        cpr, ydelse = self._emne(request, kalder)
        return Situation(kalder, cpr, dato, tuple(hjemler), krav, ydelse)

    def noter(self, request: Forespoergsel) -> tuple[str, ...]:
        """Return what a reader of the journal should know of how a request was understood."""
        eget = request.myndighed_cvr or self._kalder
        naevnt = any(eget in gruppe.myndigheder for gruppe in request.grupper)
        return (EGET_CVR,) if naevnt and not self._hjemmel.indstillinger.eget_cvr_afgraenser else ()

    def _myndighed(self, cvr: str | None) -> Myndighed:
        if not cvr:
            raise Afvist("MYNDIGHED_MANGLER")
        myndighed = self._register.myndigheder.get(cvr)
        if myndighed is None:
            raise Afvist("MYNDIGHED_UKENDT")
        return myndighed

    def _emne(self, request: Forespoergsel, kalder: Myndighed) -> tuple[str, str | None]:
        """Return the citizen and, where asked by the caller's own case, that case's benefit."""
        if request.sag_uuid is not None:
            sag = self._univers.egen_sag(request.sag_uuid)
            if sag is None or sag.ejer.cvr != kalder.cvr:
                raise Afvist("SAG_UKENDT")
            return sag.cpr, sag.ydelse
        cpr = (request.cpr_nummer or "").strip()
        if not CPR.fullmatch(cpr):
            raise Afvist("CPR_UGYLDIGT")
        return cpr, None

    def _ejere(self, gruppe: Rettighed, kalder: Myndighed) -> frozenset[str] | None:
        """Return the owners that a group is limited to, None for all of them.

        The caller's own number is no owner, unless the setting says so.
        """
        ejere = frozenset(gruppe.myndigheder)
        if not self._hjemmel.indstillinger.eget_cvr_afgraenser:
            ejere -= {kalder.cvr}
        return ejere or None

    def _krav(self, gruppe: Rettighed, kalder: Myndighed) -> list[Krav]:
        """Return a group's alternatives: one per restriction, or one without any."""
        kendte = (self._hjemler[kode] for kode in gruppe.hjemler if kode in self._hjemler)
        hjemler, myndigheder = frozenset(kendte), self._ejere(gruppe, kalder)
        return [
            Krav(
                hjemler=hjemler,
                myndigheder=myndigheder,
                kle=_kle(a.kle),
                systemer=_uuids("fagsystemer", a.systemer),
                organisationer=_uuids("organisationer", a.organisationer),
                foelsomhed=_foelsomhed(self._foelsomheder, a.foelsomhed),
            )
            for a in gruppe.afgraensninger or (Afgraensning(),)
        ]


def _kle(tekst: str | None) -> tuple[Interval, ...] | None:
    if not tekst:
        return None
    try:
        return parse_kle(tekst)
    except KleError:
        raise Afvist(
            "AFGRAENSNING_UGYLDIG",
            afgraensning="KLE-emner",
            problem="skriv fx 27.*, 32.00.00-34.99.99",
        ) from None


def _foelsomhed(koder: Mapping[str, str], kode: str | None) -> str | None:
    return koder[kode] if kode else None


@lru_cache(maxsize=1024)
def _uuids(afgraensning: str, tekst: str | None) -> frozenset[str] | None:
    """Read a comma-separated list of UUIDs."""
    if not tekst:
        return None
    found = [part.strip() for part in tekst.split(",")]
    if not all(UUID.fullmatch(part) for part in found):
        raise Afvist(
            "AFGRAENSNING_UGYLDIG",
            afgraensning=afgraensning,
            problem="skriv UUID'er adskilt af komma",
        )
    return frozenset(found)
