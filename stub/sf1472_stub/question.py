"""From a request to a question that the law can answer, or to the business error it gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from sf1472.contract import Profile
from sf1472.domain import Myndighed, Sektor
from sf1472.hjemmel import Interval, KleError, Krav, Situation, parse_kle
from sf1472.message import Afgraensning, Forespoergsel, Rettighed
from sf1472.universe import Data

_UUID = re.compile(r"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}")


class Afvist(Exception):  # noqa: N818 - not an error of ours: the caller's question is refused
    """The question gets a business error (`Fejl`) and no case.

    `kode` is an id of `fixtures/svarreaktioner.toml`, `felter` its placeholders' values.
    """

    def __init__(self, kode: str, **felter: str) -> None:
        self.kode = kode
        self.felter = felter
        super().__init__(kode)


class Spoergsmaal:
    """Understands requests: who asks, about whom, with which right.

    Parameters: `profile` for the contract's codes, `data` for authorities and cases, `kalder` the
    CVR number of the caller when the request names none.
    """

    def __init__(self, profile: Profile, data: Data, kalder: str | None) -> None:
        self._hjemler = profile.hjemler
        self._foelsomheder = profile.foelsomheder
        self._register = data.register
        self._univers = data.univers
        self._kalder = kalder

    def forstaa(self, request: Forespoergsel, dato: date) -> Situation:
        """Return the situation to decide on. Raises Afvist."""
        kalder = self._myndighed(request.myndighed_cvr or self._kalder)
        if not self._register.aftaler.gaelder(kalder.cvr, dato):
            raise Afvist("AFTALE_MANGLER")
        krav = tuple(k for gruppe in request.grupper for k in self._krav(gruppe, kalder))
        hjemler = dict.fromkeys(
            self._hjemler[kode] for gruppe in request.grupper for kode in gruppe.hjemler
        )
        cpr, ydelse = self._emne(request, kalder)
        return Situation(kalder, cpr, dato, tuple(hjemler), krav, ydelse)

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
        if not re.fullmatch(r"[0-9]{10}", cpr):
            raise Afvist("CPR_UGYLDIGT")
        return cpr, None

    def _krav(self, gruppe: Rettighed, kalder: Myndighed) -> list[Krav]:
        """Return a group's alternatives: one per restriction, or one without any."""
        hjemler = self._kendte_hjemler(gruppe.hjemler)
        myndigheder = self._soegte_myndigheder(gruppe.myndigheder, kalder)
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

    def _kendte_hjemler(self, koder: tuple[str, ...]) -> frozenset[str]:
        """HJ-LOV-1: an unknown legal basis gives no case."""
        if not all(kode in self._hjemler for kode in koder):
            raise Afvist("HJEMMEL_UKENDT", kendte=", ".join(self._hjemler))
        hjemler = frozenset(self._hjemler[kode] for kode in koder)
        samtykke = any(self._register.hjemler[hjemmel].samtykke for hjemmel in hjemler)
        if samtykke and not self._register.indstillinger.samtykke_ved_stk1:
            raise Afvist("SAMTYKKE_MANGLER")
        return hjemler

    def _soegte_myndigheder(
        self, cvrer: tuple[str, ...], kalder: Myndighed
    ) -> frozenset[str] | None:
        """HJ-SEKTOR-2: a municipality may not search another municipality's cases."""
        if not cvrer:
            return None
        for cvr in cvrer:
            soegt = self._register.myndigheder.get(cvr)
            if soegt is None:
                raise Afvist("MYNDIGHED_AFGRAENSNING_UKENDT")
            if kalder.sektor is soegt.sektor is Sektor.KOMMUNE and cvr != kalder.cvr:
                raise Afvist("KOMMUNE_ANDEN_KOMMUNE")
        return frozenset(cvrer)


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
    if not all(_UUID.fullmatch(part) for part in found):
        raise Afvist(
            "AFGRAENSNING_UGYLDIG",
            afgraensning=afgraensning,
            problem="skriv UUID'er adskilt af komma",
        )
    return frozenset(found)
