"""What a disclosed case looks like in a message: what the legal basis allows, and no more."""

from __future__ import annotations

from sf1472.domain import Skridt
from sf1472.hjemmel.afgoerelse import Videregivelse
from sf1472.message import Statusskridt, VistKontrolsag


def vis(vist: Videregivelse) -> VistKontrolsag:
    """Return the case as the message shows it: what the legal basis allows, and no more.

    Existence and theme always (Lov om Udbetaling Danmark § 11 a, stk. 1, nr. 1 and 2).
    """
    sag, felter = vist.sag, vist.felter
    return VistKontrolsag(
        uuid=sag.uuid,
        ejer_cvr=sag.ejer.cvr,
        ejer_navn=sag.ejer.navn,
        system_uuid=sag.fagsystem.uuid,
        system_titel=sag.fagsystem.titel,
        primaer_klasse=sag.primaer_klasse,
        kontroltemaer=tuple(tema for tema in sag.kontroltemaer if tema.noegle in vist.temaer),
        afdeling=sag.afdeling if "afdeling" in felter else None,
        handlingsklasse=sag.handlingsklasse if "handlingsklasse" in felter else None,
        afgoerelse=sag.afgoerelse if "afgoerelse" in felter else None,
        status=tuple(_skridt(skridt) for skridt in sag.skridt) if "status" in felter else (),
    )


def _skridt(skridt: Skridt) -> Statusskridt:
    til = skridt.til.isoformat() if skridt.til is not None else None
    return Statusskridt(skridt.tekst, skridt.fra.isoformat(), til)
