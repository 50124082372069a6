"""What the messages say, in the domain's terms. Field names are the profile's terms.

Values stay text as they stood in the message (dates and times in XML Schema's lexical form), so
that what must come back unchanged does. None means: not in the message.
"""

from __future__ import annotations

from msgspec import Struct


class Afgraensning(Struct, frozen=True):
    """One data restriction (`SagDataAfgr`): a case must satisfy all that are given."""

    foelsomhed: str | None = None
    kle: str | None = None
    systemer: str | None = None
    organisationer: str | None = None


class Rettighed(Struct, frozen=True):
    """One group of rights (`SagDataAfgrGruppe`).

    `myndigheder` are the CVR numbers of the owners to search (none: all the caller may search);
    `afgraensninger` are alternatives; `hjemler` are the contract's codes of the legal bases.
    """

    hjemler: tuple[str, ...] = ()
    myndigheder: tuple[str, ...] = ()
    afgraensninger: tuple[Afgraensning, ...] = ()


class Forespoergsel(Struct, frozen=True):
    """A request: who asks (if the message says), about which case or citizen, with what right.

    `processing` is the text of each `Processing`, the contract's place for instructions to test
    stubs. It is read only: what stands there is an element of any kind.
    """

    transaktions_id: str
    transaktions_tid: str
    grupper: tuple[Rettighed, ...] = ()
    myndighed_cvr: str | None = None
    sag_uuid: str | None = None
    cpr_nummer: str | None = None
    processing: tuple[str, ...] = ()


class Reaktion(Struct, frozen=True):
    """One `SvarReaktion`: a notice (`advis_*`) or a business error (`fejl_*`)."""

    fejl_id: str | None = None
    fejl_tekst: str | None = None
    fejl_kilde: str | None = None
    advis_id: str | None = None
    advis_tekst: str | None = None
    advis_kilde: str | None = None


class Klasse(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of a classification: KLE subject, action facet, control theme or decision."""

    noegle: str
    titel: str
    uuid: str | None = None


class Afdeling(Struct, frozen=True, forbid_unknown_fields=True):
    """The responsible unit of a case."""

    type: str | None = None
    uuid: str | None = None
    urn: str | None = None
    noegle: str | None = None
    navn: str | None = None


class Statusskridt(Struct, frozen=True):
    """One step of a case (sagsskridt); `fra` and `til` are xs:dateTime."""

    tekst: str
    fra: str
    til: str | None = None


class VistKontrolsag(Struct, frozen=True):
    """A control case as a message shows it (`KontrolsagStruktur`)."""

    uuid: str
    ejer_cvr: str
    system_uuid: str
    system_titel: str
    primaer_klasse: Klasse
    kontroltemaer: tuple[Klasse, ...]
    ejer_navn: str | None = None
    afdeling: Afdeling | None = None
    handlingsklasse: Klasse | None = None
    afgoerelse: Klasse | None = None
    status: tuple[Statusskridt, ...] = ()


class Gruppe(Struct, frozen=True):
    """The cases that one legal basis discloses; `hjemmel` is the contract's code."""

    hjemmel: str
    loebende: tuple[VistKontrolsag, ...] = ()
    henlagte: tuple[VistKontrolsag, ...] = ()


class Svar(Struct, frozen=True):
    """An answer: the request's identification, reactions and groups of cases."""

    transaktions_id: str
    transaktions_tid: str
    reaktioner: tuple[Reaktion, ...] = ()
    grupper: tuple[Gruppe, ...] = ()
