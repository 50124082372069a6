"""The checklist: what only a person can answer, filled in from a file and shown in the report."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from sf1472.data.userfile import read_user_file
from sf1472.errors import DataError
from sf1472_conformance.catalogue import Wording, load_checklist

Word = Literal["ja", "nej", "ikke relevant", ""]


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person answered: `svar`, in what role (`af`, no name), on which day, and a note."""

    svar: Word = ""
    af: str = ""
    dato: str = ""
    note: str = ""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its reply; an empty reply means that nobody answered."""

    id: str
    question: Wording
    reply: Reply


def checklist(file: Path | None = None) -> tuple[Answered, ...]:
    """Return every question with what `file` (TOML or YAML) says. Raises DataError."""
    replies = read_user_file(file, dict[str, Reply], "tjeklisten") if file is not None else {}
    questions = load_checklist()
    unknown = sorted(set(replies) - set(questions))
    if unknown and file is not None:
        raise DataError(file, f"tjeklisten har ikke spørgsmålet {unknown[0]}", element=unknown[0])
    return tuple(
        Answered(id=id_, question=item.question, reply=replies.get(id_, Reply()))
        for id_, item in questions.items()
    )


def template(lang: str = "da") -> str:
    """Return an empty checklist to fill in, as TOML."""
    parts = [
        f'# {item.question[lang]}\n[{id_}]\nsvar = ""\naf = ""\ndato = ""\nnote = ""\n'
        for id_, item in load_checklist().items()
    ]
    return "# svar: ja, nej eller ikke relevant. af: en rolle, ikke et navn.\n\n" + "\n".join(parts)
