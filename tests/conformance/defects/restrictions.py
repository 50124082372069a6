"""Defects in restrictions: by owner, KLE, system, unit and sensitivity."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

from sf1472.message import Afgraensning, Forespoergsel, Rettighed

from ..provider import Case, Provider, spans
from .register import fails


@fails("P-DATA-1")
class IgnoresNamedOwners(Provider):
    def owned(self, right: Rettighed, case: Case) -> bool:
        return True


@fails("P-DATA-2")
class IgnoresKle(Provider):
    def in_kle(self, kle: str, case: Case) -> bool:
        return True


@fails("P-DATA-3")
class IgnoresSystems(Provider):
    def in_system(self, systems: str, case: Case) -> bool:
        return True


@fails("P-DATA-4")
class IgnoresUnits(Provider):
    def in_unit(self, units: str, case: Case) -> bool:
        return True


@fails("P-DATA-5")
class KnowsNoWildcards(Provider):
    def in_kle(self, kle: str, case: Case) -> bool:
        return super().in_kle(kle, case) and (kle == "*" or "*" not in kle)


@fails("P-DATA-6")
class FindsNoNamedOwner(Provider):
    def owned(self, right: Rettighed, case: Case) -> bool:
        return not right.myndigheder


class _Another(Case):
    """A case that has all of another but its UUID."""

    @property
    def uuid(self) -> str:
        return super().uuid.replace("14720000", "14720001")


@fails("P-META-1")
class AddsWhenNarrow(Provider):
    """Restricted to a system, it shows one case more of it."""

    def asked(self, request: Forespoergsel) -> list[Case]:
        found = super().asked(request)
        limited = any(limit.systemer for g in request.grupper for limit in g.afgraensninger)
        return [*found, *(_Another(c.number, c.cpr, c.owner, c.started) for c in found if limited)]


@fails("P-META-2")
class TurnsTheLadder(Provider):
    def in_level(self, level: str, case: Case) -> bool:
        return case.level >= list(self.contract.profile.foelsomheder).index(level)


@fails("P-META-3", "P-DATA-5")
class ReadsTheEndsOfIntervals(Provider):
    def in_kle(self, kle: str, case: Case) -> bool:
        if "-" not in kle:
            return super().in_kle(kle, case)
        return any(low == case.kle for low, _ in spans(kle))


@fails("P-META-4")
class KnowsNoStar(Provider):
    def in_kle(self, kle: str, case: Case) -> bool:
        return kle != "*" and super().in_kle(kle, case)


@fails("P-META-5")
class TakesTheLastRestriction(Provider):
    def covers(self, right: Rettighed, case: Case) -> bool:
        last = right.afgraensninger[-1:]
        return self.owned(right, case) and all(self.within(limit, case) for limit in last)


@fails("P-META-12", "P-META-3")
class ReadsTheFirstOfTheList(Provider):
    def within(self, limit: Afgraensning, case: Case) -> bool:
        first = limit.kle.partition(",")[0] if limit.kle is not None else None
        short = Afgraensning(limit.foelsomhed, first, limit.systemer, limit.organisationer)
        return super().within(short, case)
