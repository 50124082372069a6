"""An independent oracle of the decision: plain loops over plain text, day by day, digit by digit.

It is written from `hjemmel.md` and the law and shares no code with `sf1472.hjemmel`. It is slow and
says everything twice over; that is its worth.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

STK1 = "p11a_stk1"
FELTER = frozenset({"status", "afdeling", "handlingsklasse", "afgoerelse"})
STIGE = ["ikke_fortrolig", "fortrolig", "foelsom", "vip"]
RAEKKER = [
    ("32.*", "enligstatus"),
    ("32.03.*", "formue"),
    ("32.24.04", "formue"),
    ("28.77.*", "indkomst"),
]
YDELSER = {"UDK": ["32.03.04", "32.06.08"], "KOMMUNE": ["32.24.04", "28.77.08"]}


@dataclass(frozen=True)
class Sag:
    """A case, as far as the decision looks at it."""

    nummer: int
    cpr: str
    ejer: str
    system: str
    enhed: str | None
    ydelse: str
    emne: str
    temaer: tuple[str, ...]
    tilstand: str
    sluttet: date | None
    foelsomhed: str


@dataclass(frozen=True)
class Alternativ:
    """One alternative of a request; restrictions as the caller wrote them."""

    hjemler: tuple[str, ...]
    myndigheder: tuple[str, ...] | None
    kle: str | None
    systemer: tuple[str, ...] | None
    enheder: tuple[str, ...] | None
    foelsomhed: str | None


@dataclass(frozen=True)
class Spoergsmaal:
    """One question, with the two settings."""

    kalder: str
    cpr: str
    dato: date
    hjemler: tuple[str, ...]
    alternativer: tuple[Alternativ, ...]
    egen_ydelse: str | None
    graensedag_med: bool
    vis_afsluttede: bool


Vist = tuple[int, frozenset[str], frozenset[str]]
Udfald = list[tuple[str, list[Vist], list[Vist]]]


def udfald(spoergsmaal: Spoergsmaal, sager: list[Sag]) -> Udfald:
    """Return per basis the running and the shelved cases, each with its fields and themes."""
    groups: Udfald = []
    for hjemmel in spoergsmaal.hjemler:
        running: list[Vist] = []
        shelved: list[Vist] = []
        for sag in sager:
            if not _maa_ses(spoergsmaal, hjemmel, sag):
                continue
            fields = frozenset() if hjemmel == STK1 else FELTER
            themes = frozenset(t for t in sag.temaer if _tema_vedkommer(spoergsmaal, t))
            (shelved if sag.tilstand == "henlagt" else running).append((sag.nummer, fields, themes))
        if running or shelved:
            groups.append((hjemmel, running, shelved))
    return groups


def _maa_ses(spoergsmaal: Spoergsmaal, hjemmel: str, sag: Sag) -> bool:
    """Say whether the law lets the caller see the case, and one alternative asks for it."""
    if sag.cpr != spoergsmaal.cpr:
        return False
    if sektor(sag.ejer) == sektor(spoergsmaal.kalder) or sag.ejer == spoergsmaal.kalder:
        return False
    if sag.tilstand == "henlagt" and hjemmel == STK1:
        return False
    if sag.tilstand == "henlagt" and not _inden_for_fristen(spoergsmaal, sag):
        return False
    if sag.tilstand == "afsluttet" and not spoergsmaal.vis_afsluttede:
        return False
    if spoergsmaal.egen_ydelse is not None and sag.ydelse == spoergsmaal.egen_ydelse:
        return False
    if not any(_tema_vedkommer(spoergsmaal, tema) for tema in sag.temaer):
        return False
    for alternativ in spoergsmaal.alternativer:
        if hjemmel in alternativ.hjemler and _efterspurgt(alternativ, sag):
            return True
    return False


def sektor(cvr: str) -> str:
    """Return the sector of an authority: one number is Udbetaling Danmark's."""
    return "UDK" if cvr == "00001472" else "KOMMUNE"


def _efterspurgt(alternativ: Alternativ, sag: Sag) -> bool:
    if alternativ.myndigheder is not None and sag.ejer not in alternativ.myndigheder:
        return False
    if alternativ.systemer is not None and sag.system not in alternativ.systemer:
        return False
    if alternativ.enheder is not None and (
        sag.enhed is None or sag.enhed not in alternativ.enheder
    ):
        return False
    if alternativ.foelsomhed is not None:
        allowed = STIGE[: STIGE.index(alternativ.foelsomhed) + 1]
        if sag.foelsomhed not in allowed:
            return False
    return alternativ.kle is None or kle_daekker(alternativ.kle, sag.emne)


def _tema_vedkommer(spoergsmaal: Spoergsmaal, tema: str) -> bool:
    ydelser = YDELSER[sektor(spoergsmaal.kalder)]
    if spoergsmaal.egen_ydelse is not None:
        ydelser = [spoergsmaal.egen_ydelse]
    for kle, paired in RAEKKER:
        for ydelse in ydelser:
            if paired == tema and kle_daekker(kle, ydelse):
                return True
    return False


def _inden_for_fristen(spoergsmaal: Spoergsmaal, sag: Sag) -> bool:
    assert sag.sluttet is not None
    graense = seks_maaneder_foer(spoergsmaal.dato)
    if sag.sluttet == graense:
        return spoergsmaal.graensedag_med
    return sag.sluttet > graense


@cache
def seks_maaneder_foer(dato: date) -> date:
    """Walk back day by day to the sixth month before, then on to a day of month not later."""
    day, months = dato, 0
    while months < 6 or day.day > dato.day:
        before = day - timedelta(days=1)
        if before.month != day.month:
            months += 1
        day = before
    return day


def kle_daekker(afgraensning: str, emne: str) -> bool:
    """Compare the six digits of the subject with those of each piece of the restriction."""
    digits = int(_cifre(emne))
    for piece in afgraensning.split(","):
        ends = piece.split("-")
        lowest = _cifre(ends[0]).ljust(6, "0")
        highest = _cifre(ends[-1]).ljust(6, "9")
        if int(lowest) <= digits <= int(highest):
            return True
    return False


def _cifre(tekst: str) -> str:
    return "".join(letter for letter in tekst if letter in "0123456789")
