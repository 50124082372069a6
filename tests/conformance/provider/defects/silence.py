"""Defects that open doors by a case's UUID, and in what silence tells."""

from __future__ import annotations

from msgspec.structs import replace

from sf1472.message import Forespoergsel, Gruppe, Reaktion, Svar

from ...citizens import ABOUT, CASES, MANY, STK1, UDK
from ...stubbed import Modifier
from ..modifiers import Message, also, asks, discloses, groups, keeps, says, where, without
from .law import decided
from .register import defect

_OWNERS = {sag.uuid: sag.ejer.cvr for sager in CASES.values() for sag in sager}


def _about(request: Forespoergsel, cpr: str) -> Forespoergsel:
    """Return the request as one about a citizen."""
    return replace(request, sag_uuid=None, cpr_nummer=cpr)


def _about_another(request: Forespoergsel) -> Forespoergsel | None:
    return _about(request, MANY) if request.sag_uuid in ABOUT else None


def _about_its_citizen(request: Forespoergsel) -> Forespoergsel:
    return _about(request, ABOUT[request.sag_uuid or ""])


def _about_anyone(request: Forespoergsel) -> Forespoergsel:
    """Return the request as one about a citizen where its UUID is unknown."""
    unknown = request.sag_uuid is not None and request.sag_uuid not in ABOUT
    return _about(request, MANY) if unknown else request


def _by_known_uuid(m: Message) -> bool:
    return m.request is not None and m.request.sag_uuid in ABOUT


def _by_the_others_uuid(m: Message) -> bool:
    """Say whether a caller asks about a case of the other sector."""
    if m.request is None or m.request.sag_uuid not in ABOUT:
        return False
    return (_OWNERS[m.request.sag_uuid] == UDK) != (m.request.myndighed_cvr == UDK)


def _only_it(request: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return the group with the case that was asked about."""
    uuid = request.sag_uuid
    return replace(
        gruppe,
        loebende=tuple(sag for sag in gruppe.loebende if sag.uuid == uuid),
        henlagte=tuple(sag for sag in gruppe.henlagte if sag.uuid == uuid),
    )


def _shows_by_uuid(*modifiers: Modifier) -> Modifier:
    """Show a case to the other sector by its UUID, as modified; the stub itself shows none so."""
    return where(_by_the_others_uuid, *modifiers, asks(_about_its_citizen), groups(_only_it))


def _noticed(svar: Svar, *, when: bool) -> Svar:
    """Return an answer without cases that says there are some."""
    if svar.grupper or not when:
        return svar
    notice = Reaktion(advis_id="1", advis_tekst="Der er mere.")
    return replace(svar, reaktioner=(*svar.reaktioner, notice))


defect(
    "ShowsTheWholeCitizenByUuid",
    {"P-SAG-1"},
    also(_about_another, lambda svar, other: other if other.grupper else svar),
)
defect("ShowsStepsByUuid", {"P-MIN-1"}, _shows_by_uuid(discloses(STK1, "status")))
defect("ShowsShelvedByUuid", {"P-MIN-2"}, _shows_by_uuid(without("HJ-LOV-2")))
defect(
    "ShowsDecisionsByUuid",
    {"P-MIN-3"},
    _shows_by_uuid(keeps(decided), discloses(STK1, "afgoerelse")),
)
defect(
    "OpensByUuid",
    {"P-SAG-2"},
    where(
        _by_known_uuid,
        without("HJ-SEKTOR-1", "HJ-SEKTOR-3"),
        asks(_about_its_citizen),
        groups(_only_it),
    ),
)
defect("GuessesAtUuids", {"P-SAG-3", "P-TAVS-2"}, asks(_about_anyone))
defect(
    "NoticesWhomItHides",
    {"P-TAVS-1"},
    says(lambda request, svar: _noticed(svar, when=request.cpr_nummer in CASES)),
)
defect(
    "NoticesWhatItHides",
    {"P-TAVS-2"},
    says(lambda request, svar: _noticed(svar, when=request.sag_uuid in ABOUT)),
)
