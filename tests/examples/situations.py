"""What the examples are put through: every situation once, and what a good consumer does in it.

This list stands in for the kit's own exam of consumers, which knows more than it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DATO = date(2026, 11, 23)
LATER = "2027-06-23"  # seven months on, when a shelved case may no longer be shown
USED, FEJL, REFUSED = "used", "fejl", "refused"


@dataclass(frozen=True)
class Expected:
    """What a good consumer does in a scenario.

    `outcomes` holds one text for each lookup, with `|` between what is equally good; `cases` is how
    many cases are shown when the answer is used; `attempts` how many calls the lookups take
    together; `wait` what Retry-After asks for; `dates` the day of each lookup, if it has one.
    """

    scenarie: str
    outcomes: tuple[str, ...]
    cases: int | None = None
    attempts: int = 1
    wait: float = 0.0
    dates: tuple[str | None, ...] = (None,)


def _used(scenarie: str, cases: int) -> Expected:
    return Expected(scenarie, (USED,), cases)


def _fejl(scenarie: str) -> Expected:
    return Expected(scenarie, (FEJL,))


def _refused(scenarie: str) -> Expected:
    """Refused at once: asking again would not help."""
    return Expected(scenarie, (REFUSED,))


def _passing(scenarie: str, wait: float = 0.0) -> Expected:
    """Refused after a few attempts."""
    return Expected(scenarie, (REFUSED,), attempts=3, wait=wait)


SITUATIONS = (
    _used("almindeligt-svar", 2),
    _used("enkelt-svar", 1),
    _used("tomt-svar", 0),
    _used("advis", 1),
    _used("ekstra-element", 1),
    _used("gentaget-sag", 1),
    _used("langsomt-svar", 1),
    Expected("dryppende-svar", ("used|refused",), 0),
    Expected("forkert-indholdstype", ("used|refused",), 1),
    _fejl("ukendt-sag"),
    _fejl("ingen-aftale"),
    _fejl("for-bred"),
    _refused("afvist-besked"),
    _refused("fejl-i-anden-soap-version"),
    _refused("lukket"),
    _refused("http-401"),
    _refused("http-403"),
    _refused("http-404"),
    _refused("omdirigering"),
    _refused("omdirigering-til-stubben"),
    _refused("afkortet-xml"),
    _refused("ugyldig-xml"),
    _refused("forkert-tegnsaet"),
    _refused("forkert-navnerum"),
    _refused("manglende-element"),
    _refused("forkert-transaktions-id"),
    _refused("gammelt-svar"),
    _refused("forkert-relates-to"),
    _passing("intern-fejl"),
    _passing("http-500"),
    _passing("http-502"),
    _passing("html-fejlside"),
    _passing("http-503", 2.0),
    _passing("http-429", 2.0),
    _passing("tomt-http-svar"),
    _passing("nulstillet-foer-headers"),
    _passing("nulstillet-i-headers"),
    _passing("nulstillet-efter-headers"),
    _passing("timeout"),
    Expected("foerste-kald-fejler", (USED,), 1, attempts=2, wait=1.0),
    Expected("aftale-ophoert", (USED, FEJL), 1, attempts=2, dates=(None, None)),
    Expected("henlagt-sag", (USED, USED), 1, attempts=2, dates=(None, LATER)),
)
"""In the order of the lookups."""

LARGE = _used("stort-svar", 10_000)

BY_NAME = {one.scenarie: one for one in SITUATIONS}

DEFECTS: dict[str, tuple[tuple[str, ...], str]] = {
    "genforsoeg": (("ingen-aftale",), "attempts"),
    "utaalmodig": (("http-503",), "pauses"),
    "godtroende": (("forkert-transaktions-id", "forkert-relates-to"), "outcome"),
    "cpr-i-adressen": (("enkelt-svar",), "citizen"),
    "samme-id": (("almindeligt-svar", "enkelt-svar"), "ids"),
    "uden-hjemmel-graense": (("enkelt-svar",), "law"),
    "streng": (("ekstra-element",), "outcome"),
}
"""Every defect of an example: in which situations it shows, and in which complaint (see `wire`)."""
