"""Generated worlds: cases and questions, drawn near the boundaries of the rules."""

from datetime import date, timedelta

from hypothesis import strategies as st

from sf1472.domain import Fagsystem, Kontrolsag, Tilstand
from sf1472.hjemmel import Indstillinger, Krav, Situation, parse_kle
from sf1472.message import Afdeling, Klasse

from . import oracle
from .eksempel import AARHUS, BORGER, EN_ANDEN, ODENSE, P11, P11B, STK1, STK2, UDK, tema

MYNDIGHEDER = {myndighed.cvr: myndighed for myndighed in (UDK, AARHUS, ODENSE)}
EMNER = [
    "31.99.99",
    "32.00.00",
    "32.03.04",
    "32.06.08",
    "32.24.04",
    "32.45.04",
    "32.99.99",
    "28.77.08",
    "33.00.00",
]
RESTRIKTIONER = [
    "*",
    "32.*",
    "32.45.04",
    "32.03.*, 28.*",
    " 32.03.04 - 32.24.04 ",
    "32.06.*-32.44.99",
    "27.*,32.*-34.*",
    "32.99.99-33.00.00",
    "00.00.00",
]
DATOER = [
    date(2023, 8, 31),
    date(2024, 2, 29),
    date(2024, 8, 29),
    date(2024, 8, 31),
    date(2025, 12, 31),
    date(2026, 3, 29),
    date(2026, 5, 15),
]

TEMAER = ["enligstatus", "enligstatus", "enligstatus", "formue", "indkomst"]

hjemler = st.lists(
    st.sampled_from([STK1, STK2, P11, P11B]), min_size=1, max_size=3, unique=True
).map(tuple)


def _nogle(values: list[str]) -> st.SearchStrategy[tuple[str, ...] | None]:
    """Return mostly no restriction, else some of `values`."""
    some = st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)
    return st.one_of(st.none(), st.none(), some)


alternativer = st.builds(
    oracle.Alternativ,
    hjemler=hjemler,
    myndigheder=_nogle(sorted(MYNDIGHEDER)),
    kle=st.one_of(st.none(), st.sampled_from(RESTRIKTIONER)),
    systemer=_nogle(["s1", "s2"]),
    enheder=_nogle(["e1", "e2"]),
    foelsomhed=st.none() | st.sampled_from(oracle.STIGE),
)


@st.composite
def sager(draw: st.DrawFn, nummer: int, dato: date) -> oracle.Sag:
    """Return one case; a case that ended did so near six months before `dato`, or lately."""
    tilstand = draw(st.sampled_from(["loebende", "henlagt", "henlagt", "afsluttet"]))
    sluttet = None
    if tilstand != "loebende":
        days = draw(st.sampled_from([-1, 0, 1, -2, 2, -31, 31, 100]))
        sluttet = min(dato, oracle.seks_maaneder_foer(dato) + timedelta(days=days))
    return oracle.Sag(
        nummer=nummer,
        cpr=draw(st.sampled_from([BORGER] * 7 + [EN_ANDEN])),
        ejer=draw(st.sampled_from([UDK.cvr, ODENSE.cvr, UDK.cvr, AARHUS.cvr])),
        system=draw(st.sampled_from(["s1", "s2"])),
        enhed=draw(st.sampled_from(["e1", "e2", None])),
        ydelse=draw(st.sampled_from(EMNER)),
        emne=draw(st.sampled_from(EMNER)),
        temaer=tuple(draw(st.lists(st.sampled_from(TEMAER), min_size=1, max_size=2))),
        tilstand=tilstand,
        sluttet=sluttet,
        foelsomhed=draw(st.sampled_from(oracle.STIGE)),
    )


@st.composite
def verdener(draw: st.DrawFn) -> tuple[list[oracle.Spoergsmaal], list[oracle.Sag]]:
    """Return some cases of one day and eight questions about them: every caller and own benefit.

    Two of the callers are municipalities; the settings and the day vary with the question.
    """
    dato = draw(st.sampled_from(DATOER) | st.dates(date(2000, 1, 1), date(2060, 12, 31)))
    cases = [draw(sager(nummer, dato)) for nummer in range(draw(st.integers(1, 6)))]
    asked = draw(hjemler)
    alternatives = tuple(draw(st.lists(alternativer, min_size=1, max_size=3)))
    own = draw(st.sampled_from([*EMNER, *(sag.ydelse for sag in cases)]))
    settings = draw(st.integers(0, 3))
    questions = [
        oracle.Spoergsmaal(
            kalder=kalder,
            cpr=BORGER,
            dato=dato + timedelta(days=later),
            hjemler=asked,
            alternativer=alternatives,
            egen_ydelse=egen,
            graensedag_med=bool(settings & 1) is (later == 0),
            vis_afsluttede=bool(settings & 2),
        )
        for kalder in (AARHUS.cvr, UDK.cvr)
        for egen in (None, own)
        for later in (0, 1)
    ]
    return questions, cases


# The same in the decision's own words


def kontrolsag(sag: oracle.Sag) -> Kontrolsag:
    """Return the case as the decision knows it."""
    return Kontrolsag(
        uuid=str(sag.nummer),
        cpr=sag.cpr,
        ejer=MYNDIGHEDER[sag.ejer],
        fagsystem=Fagsystem(sag.system, "Et system"),
        ydelse=sag.ydelse,
        primaer_klasse=Klasse(sag.emne, "Et emne"),
        kontroltemaer=tuple(tema(noegle) for noegle in sag.temaer),
        skridt=(),
        tilstand=Tilstand(sag.tilstand),
        sluttet=sag.sluttet,
        foelsomhed=sag.foelsomhed,
        afdeling=None if sag.enhed is None else Afdeling(uuid=sag.enhed),
    )


def krav(alternativ: oracle.Alternativ) -> Krav:
    """Return the alternative as the decision knows it."""
    return Krav(
        hjemler=frozenset(alternativ.hjemler),
        myndigheder=_saet(alternativ.myndigheder),
        kle=None if alternativ.kle is None else parse_kle(alternativ.kle),
        systemer=_saet(alternativ.systemer),
        organisationer=_saet(alternativ.enheder),
        foelsomhed=alternativ.foelsomhed,
    )


def _saet(values: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def situation(spoergsmaal: oracle.Spoergsmaal) -> Situation:
    """Return the question as the decision knows it."""
    return Situation(
        kalder=MYNDIGHEDER[spoergsmaal.kalder],
        cpr=spoergsmaal.cpr,
        dato=spoergsmaal.dato,
        hjemler=spoergsmaal.hjemler,
        krav=tuple(krav(alternativ) for alternativ in spoergsmaal.alternativer),
        egen_ydelse=spoergsmaal.egen_ydelse,
    )


def indstillinger(spoergsmaal: oracle.Spoergsmaal) -> Indstillinger:
    """Return the question's settings."""
    return Indstillinger(spoergsmaal.graensedag_med, spoergsmaal.vis_afsluttede)
