"""Defects in what an answer says of the transaction and of refusals, and how often."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from sf1472.message import Forespoergsel, Gruppe, Rettighed, Svar

from ...citizens import CODES, STK2
from ...stubbed import Modifier
from ..modifiers import also, groups, says, utf16, writes
from .register import defect

_CPR = re.compile(rb"(?<![\w-])\d{10}(?!\w)")


def _short(text: str) -> str:
    """Return a point in time with three digits of its fraction."""
    return re.sub(r"(\.\d{3})\d+", r"\1", text)


def _unreasoned(svar: Svar) -> Svar:
    """Return a refusal whose text is empty."""
    reactions = tuple(replace(r, fejl_tekst="") if r.fejl_id else r for r in svar.reaktioner)
    return replace(svar, reaktioner=reactions)


def _plainly(request: Forespoergsel) -> Forespoergsel | None:
    """Return a question about the same citizen that is not refused."""
    if request.sag_uuid is not None:
        return None
    return replace(request, grupper=(Rettighed(hjemler=(CODES[STK2],)),))


def _with_cases(svar: Svar, other: Svar) -> Svar:
    """Return a refusal with the cases of another answer."""
    return replace(svar, grupper=other.grupper) if svar.reaktioner else svar


def _doubled(gruppe: Gruppe) -> Gruppe:
    return replace(gruppe, loebende=gruppe.loebende * 2, henlagte=gruppe.henlagte * 2)


def naming(write: Callable[[str], str]) -> Modifier:
    """Name the citizen in each case, the CPR number as `write` writes it."""

    def change(request: Forespoergsel, gruppe: Gruppe) -> Gruppe:
        name = f"Sag om {write(request.cpr_nummer or '')}"
        loebende, henlagte = (
            tuple(replace(sag, ejer_navn=name) for sag in sager)
            for sager in (gruppe.loebende, gruppe.henlagte)
        )
        return replace(gruppe, loebende=loebende, henlagte=henlagte)

    return groups(change)


def referring(body: bytes) -> bytes:
    """Write each digit of what looks like a CPR number as a reference."""
    return _CPR.sub(lambda number: b"".join(b"&#%d;" % digit for digit in number[0]), body)


def splitting(body: bytes) -> bytes:
    """Write a comment into what looks like a CPR number."""
    return _CPR.sub(lambda number: number[0][:3] + b"<!-- : -->" + number[0][3:], body)


defect(
    "CutsTransactionId",
    {"P-EKKO-1"},
    says(lambda _, svar: replace(svar, transaktions_id=svar.transaktions_id[:100])),
)
defect(
    "CutsFractions",
    {"P-EKKO-2", "P-EKKO-3"},
    says(lambda _, svar: replace(svar, transaktions_tid=_short(svar.transaktions_tid))),
)
defect(
    "WritesZuluOtherwise",
    {"P-EKKO-3"},
    says(
        lambda _, svar: replace(svar, transaktions_tid=svar.transaktions_tid.replace("Z", "+00:00"))
    ),
)
defect(
    "LosesTheIdInRefusals",
    {"P-EKKO-4"},
    says(lambda _, svar: replace(svar, transaktions_id="tabt") if svar.reaktioner else svar),
)
defect("WritesAnEmptyFejl", {"P-SVAR-1"}, says(lambda _, svar: _unreasoned(svar)))
defect(
    "ShowsAndRefuses",
    {"P-LOV-2", "P-LOV-7", "P-META-1", "P-SEKTOR-4", "P-SVAR-2"},
    also(_plainly, _with_cases),
)
defect("ShowsCasesTwice", {"P-SVAR-3"}, groups(lambda _, gruppe: _doubled(gruppe)))
defect("NamesTheCitizen", {"P-MIN-4"}, naming(lambda cpr: f"{cpr[:6]}-{cpr[6:]}"))
defect("SpacesTheNumber", {"P-MIN-4"}, naming(lambda cpr: f"{cpr[:6]} {cpr[6:]}"))
defect("RefersToTheNumber", {"P-MIN-4"}, naming(str), writes(referring))
defect("SplitsTheNumber", {"P-MIN-4"}, naming(str), writes(splitting))
defect("NamesTheCitizenInUtf16", {"P-MIN-4"}, naming(str), *utf16(declared=True))
