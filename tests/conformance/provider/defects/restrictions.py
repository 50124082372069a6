"""Defects in restrictions: by owner, KLE, system, unit and sensitivity."""

from __future__ import annotations

import re

from msgspec.structs import asdict, replace

from sf1472.hjemmel import Proeve
from sf1472.message import Afgraensning, Forespoergsel, Gruppe

from ..modifiers import groups, judges, limits, reads_kle, rights, without
from .register import defect

SUBGROUP = re.compile(r"\d\d\.\d\d\.\*")
NOWHERE = "00.00.00"  # a subject that no case has


def _downwards(p: Proeve) -> bool:
    """Say whether a case is as sensitive as the restriction, or more."""
    wanted = p.krav.foelsomhed
    return wanted is None or p.stige.index(p.sag.foelsomhed) >= p.stige.index(wanted)


def _one_more(request: Forespoergsel, gruppe: Gruppe) -> Gruppe:
    """Return the group with a case more, where a restriction names systems."""
    if not any(limit.systemer for g in request.grupper for limit in g.afgraensninger):
        return gruppe
    twins = (replace(s, uuid=f"14720001{s.uuid[8:]}") for s in gruppe.loebende[:1])
    return replace(gruppe, loebende=(*gruppe.loebende, *twins))


def _without_pairs(limit: Afgraensning) -> Afgraensning:
    """Return a restriction without its subject and its systems where it has both."""
    both = limit.kle is not None and limit.systemer is not None
    return replace(limit, kle=None, systemer=None) if both else limit


def _alternatives(limit: Afgraensning) -> list[Afgraensning]:
    """Return each term of a restriction as one of its own."""
    return [Afgraensning(**{term: value}) for term, value in asdict(limit).items() if value]


defect("IgnoresNamedOwners", {"P-DATA-1"}, without("HJ-DATA-4"))
defect("IgnoresKle", {"P-DATA-2"}, without("HJ-KLE-1"))
defect("IgnoresSystems", {"P-DATA-3"}, without("HJ-DATA-1"))
defect("IgnoresUnits", {"P-DATA-4"}, without("HJ-DATA-2"))
defect(
    "KnowsNoWildcards",
    {"P-DATA-5"},
    reads_kle(lambda kle: NOWHERE if "*" in kle and kle != "*" else kle),
)
defect(
    "IgnoresSubgroups",
    {"P-DATA-2"},
    reads_kle(lambda kle: "*" if SUBGROUP.fullmatch(kle) else kle),
)
defect(
    "FindsNoSubgroup",
    {"P-DATA-5"},
    reads_kle(lambda kle: NOWHERE if SUBGROUP.fullmatch(kle) else kle),
)
defect(
    "FindsNoIntervalOfSubjects",
    {"P-DATA-5"},
    reads_kle(lambda kle: NOWHERE if re.fullmatch(r"[\d.]{8}-[\d.]{8}", kle) else kle),
)
defect(
    "ReadsSubjectsAsSubgroups",
    {"P-DATA-2"},
    reads_kle(lambda kle: f"{kle[:5]}.*" if re.fullmatch(r"[\d.]{8}", kle) else kle),
)
defect(
    "FindsNoNamedOwner",
    {"P-DATA-6"},
    judges("HJ-DATA-4", lambda p: p.krav.myndigheder is None),
)
defect("AddsWhenNarrow", {"P-META-1"}, groups(_one_more))
defect("ForgetsSubjectsWithSystems", {"P-META-1"}, limits(lambda limit: [_without_pairs(limit)]))
defect("TakesEitherTerm", {"P-META-1"}, limits(_alternatives))
defect(
    "ForgetsUnitsWithLevels",
    {"P-META-1"},
    limits(lambda limit: [replace(limit, organisationer=None) if limit.foelsomhed else limit]),
)
defect(
    "ForgetsOwnersWithSystems",
    {"P-META-1"},
    rights(
        lambda group: (
            replace(group, myndigheder=())
            if any(limit.systemer for limit in group.afgraensninger)
            else group
        )
    ),
)
defect("TurnsTheLadder", {"P-META-2"}, judges("HJ-DATA-3", _downwards))
defect(
    "ReadsTheEndsOfIntervals",
    {"P-META-3"},
    reads_kle(lambda kle: kle.rpartition("-")[2]),
)
defect("KnowsNoStar", {"P-META-4"}, reads_kle(lambda kle: NOWHERE if kle == "*" else kle))
defect(
    "TakesTheLastRestriction",
    {"P-META-5"},
    rights(lambda group: replace(group, afgraensninger=group.afgraensninger[-1:])),
)
defect(
    "ReadsTheFirstOfTheList",
    {"P-META-12"},
    reads_kle(lambda kle: kle.partition(",")[0]),
)
