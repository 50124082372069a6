"""Hjemmel: who may see what under Lov om Udbetaling Danmark § 11 a, as this project reads it."""

from sf1472.hjemmel.afgoerelse import Hjemmelsvurdering, Spor, Videregivelse, Videregivelsesgruppe
from sf1472.hjemmel.data import Hjemmelsdata, load_hjemmelsdata
from sf1472.hjemmel.kle import Interval, KleError, kle_covers, parse_kle
from sf1472.hjemmel.regler import MAANEDER, REGLER, Proeve, Regel
from sf1472.hjemmel.situation import Hjemmel, Indstillinger, Krav, Regeltekst, Situation
from sf1472.hjemmel.tema import Temamatrix
from sf1472.hjemmel.visning import vis

__all__ = [
    "MAANEDER",
    "REGLER",
    "Hjemmel",
    "Hjemmelsdata",
    "Hjemmelsvurdering",
    "Indstillinger",
    "Interval",
    "KleError",
    "Krav",
    "Proeve",
    "Regel",
    "Regeltekst",
    "Situation",
    "Spor",
    "Temamatrix",
    "Videregivelse",
    "Videregivelsesgruppe",
    "kle_covers",
    "load_hjemmelsdata",
    "parse_kle",
    "vis",
]
