"""Which rules are run: by profile, by id or pattern, by a keyword."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import msgspec

from sf1472.errors import KitError
from sf1472_conformance.catalogue import Role, Rule, RuleProfile, load_catalogue


class Selection(msgspec.Struct, frozen=True):
    """Which rules on `role` are run: those of `profile`, of them those that match one of `rules`.

    `rules` are ids or patterns such as `P-FEJL-*`; `keyword` is pytest's own -k, and knows the ids.
    """

    profile: RuleProfile = RuleProfile.FULD
    rules: tuple[str, ...] = ()
    keyword: str = ""
    role: Role = Role.PROVIDER

    def chosen(self) -> Mapping[str, Rule]:
        """Return the rules by id. Raises KitError as `among` does."""
        return self.among(load_catalogue().of(self.role))

    def among(self, rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
        """Return those of `rules` that are chosen, whatever their role.

        Raises KitError for a pattern that matches none of them, and when none is chosen.
        """
        for pattern in self.rules:
            if not any(fnmatchcase(id_, pattern.upper()) for id_ in rules):
                raise KitError(f"Ingen regel hedder {pattern}; se sf1472 conform rules")
        named = {id_: rule for id_, rule in rules.items() if self._names(id_)}
        chosen = {id_: rule for id_, rule in named.items() if rule.within(self.profile)}
        if not chosen:
            raise KitError(self._none_of(named.values()))
        return chosen

    def _names(self, id_: str) -> bool:
        return not self.rules or any(fnmatchcase(id_, p.upper()) for p in self.rules)

    def _none_of(self, named: Iterable[Rule]) -> str:
        """Say why none of the rules named is chosen: they belong to other profiles."""
        known = {profile for rule in named for profile in rule.profiles} | {RuleProfile.FULD}
        profiles = ", ".join(profile.value for profile in RuleProfile if profile in known)
        return (
            f"Ingen regel er valgt: {', '.join(self.rules)} er ikke i profilen "
            f"{self.profile.value}, men i {profiles}"
        )
