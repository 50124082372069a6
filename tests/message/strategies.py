"""Any message: strategies for requests and answers with whatever text XML can carry."""

from typing import TypeVar

from hypothesis import strategies as st

from sf1472.message import (
    Afdeling,
    Afgraensning,
    Forespoergsel,
    Gruppe,
    Klasse,
    Reaktion,
    Rettighed,
    Statusskridt,
    Svar,
    VistKontrolsag,
)

_T = TypeVar("_T")

# What a careless writer spoils.
NASTY = (
    "",
    " ",
    " for og bag ",
    "\t\n\r\n\r",
    "a&b",
    "&amp;",
    "<b>",
    "]]>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<?x y?>",
    "\"'",
    "æøåÆØÅ",
    "\u0085\u2028\u00a0",
    "\U0001f9ea",
)

TEXT = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r"),
    max_size=12,
)
OPTIONAL = st.none() | TEXT


def several(items: st.SearchStrategy[_T]) -> st.SearchStrategy[tuple[_T, ...]]:
    """Return none, one or a few of `items`."""
    return st.lists(items, max_size=3).map(tuple)


KLASSER = st.builds(Klasse, noegle=TEXT, titel=TEXT, uuid=OPTIONAL)
AFGOERELSER = st.builds(Klasse, noegle=TEXT, titel=TEXT)
AFDELINGER = st.builds(
    Afdeling, type=OPTIONAL, uuid=OPTIONAL, urn=OPTIONAL, noegle=OPTIONAL, navn=OPTIONAL
)

FORESPOERGSLER = st.builds(
    Forespoergsel,
    transaktions_id=TEXT,
    transaktions_tid=TEXT,
    grupper=several(
        st.builds(
            Rettighed,
            hjemler=several(TEXT),
            myndigheder=several(TEXT),
            afgraensninger=several(
                st.builds(
                    Afgraensning,
                    foelsomhed=OPTIONAL,
                    kle=OPTIONAL,
                    systemer=OPTIONAL,
                    organisationer=OPTIONAL,
                )
            ),
        )
    ),
    myndighed_cvr=OPTIONAL,
    sag_uuid=OPTIONAL,
    cpr_nummer=OPTIONAL,
)

SAGER = st.builds(
    VistKontrolsag,
    uuid=TEXT,
    ejer_cvr=TEXT,
    system_uuid=TEXT,
    system_titel=TEXT,
    primaer_klasse=KLASSER,
    kontroltemaer=st.lists(KLASSER, min_size=1, max_size=3).map(tuple),
    ejer_navn=OPTIONAL,
    afdeling=st.none() | AFDELINGER,
    handlingsklasse=st.none() | KLASSER,
    afgoerelse=st.none() | AFGOERELSER,
    status=several(st.builds(Statusskridt, tekst=TEXT, fra=TEXT, til=OPTIONAL)),
)

SVAR = st.builds(
    Svar,
    transaktions_id=TEXT,
    transaktions_tid=TEXT,
    reaktioner=several(
        st.builds(Reaktion, fejl_id=TEXT, fejl_tekst=TEXT, fejl_kilde=OPTIONAL)
        | st.builds(Reaktion, advis_id=TEXT, advis_tekst=TEXT, advis_kilde=OPTIONAL)
    ),
    grupper=several(
        st.builds(Gruppe, hjemmel=TEXT, loebende=several(SAGER), henlagte=several(SAGER))
    ),
)
