"""CPR numbers for synthetic citizens: three families, each with the risk it carries.

Every number of a family comes exactly once, in an order that the seed decides, and the n-th is
found without the ones before it: that is what lets n machines share the work.
"""

from __future__ import annotations

from dataclasses import dataclass

from sf1472.errors import KitError

_LOEBENUMRE = 10_000
_AAR, _MAANEDER = 100, 12
# A stride prime to every family's size visits all its numbers before it comes back.
_STRIDE = 48_271_747


@dataclass(frozen=True)
class Strategi:
    """A family of numbers: the days it uses, what to know about it (Danish), whether to warn."""

    navn: str
    dage: range
    risiko: str
    advarsel: bool = True


STRATEGIER = {
    strategi.navn: strategi
    for strategi in (
        Strategi(
            "umulig",
            range(92, 100),
            "Dag 92-99 findes ikke og bruges ikke af noget register.",
            advarsel=False,
        ),
        Strategi(
            "erstatning",
            range(61, 89),
            "Dag + 60 er ikke CPR-numre, men andre registre giver rigtige personer sådanne numre.",
        ),
        Strategi(
            "gyldig-dato",
            range(1, 29),
            "Datoen er gyldig, og nummeret kan tilhøre en rigtig person. Brug det kun i lukkede "
            "miljøer, hvor systemet kræver en gyldig dato.",
        ),
    )
}


class CprNumre:
    """The numbers of one family in the order of one seed."""

    def __init__(self, strategi: Strategi, froe: int) -> None:
        self._dage = strategi.dage
        self.antal = len(self._dage) * _MAANEDER * _AAR * _LOEBENUMRE
        self._start = froe * 7_919 % self.antal

    def nummer(self, n: int) -> str:
        """Return the n-th number, from 0. Raises KitError past the family's size."""
        if not 0 <= n < self.antal:
            raise KitError(f"Der er kun {self.antal} CPR-numre af den slags; bed om færre")
        rest, loebenummer = divmod((self._start + n * _STRIDE) % self.antal, _LOEBENUMRE)
        rest, aar = divmod(rest, _AAR)
        dag, maaned = divmod(rest, _MAANEDER)
        return f"{self._dage[dag]:02d}{maaned + 1:02d}{aar:02d}{loebenummer:04d}"
