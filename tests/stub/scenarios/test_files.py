"""Mistakes in scenario files: each is told at start with file, line and element."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf1472.errors import DataError
from sf1472_stub import Stub, StubSettings

GOOD = """
scenarier:
  - id: EGEN-1
    navn: egen
    viser: Noget.
    god_anvender: Noget.
    goer: {fejl: SAG_UKENDT}
"""
COURSE = """
scenarier:
  - id: EGEN-1
    navn: egen
    viser: Noget.
    god_anvender: Noget.
    forloeb:
      - tilstand: start
        goer: {fejl: SAG_UKENDT}
        naeste: to
      - tilstand: to
"""
GOER = "{fejl: SAG_UKENDT}"
MISTAKES = {
    "active-for-all": (GOOD, "    goer", "    aktiv: true\n    goer", 3, "naar"),
    "both-actions": (GOOD, GOER, "{fejl: SAG_UKENDT, antal_sager: 3}", 7, "goer.antal_sager"),
    "chance": (GOOD, "    goer", "    sandsynlighed: 1.5\n    goer", 7, "sandsynlighed"),
    "citizen-form": (GOOD, "    goer", "    borger: 12\n    goer", 7, "borger"),
    "citizen-named": (GOOD, "    goer", '    borger: "0113801001"\n    goer', 7, "borger"),
    "citizen-reserved": (GOOD, "    goer", '    borger: "0113809901"\n    goer', 7, "borger"),
    "connection": (GOOD, GOER, "{forbindelse: eksploder}", 7, "goer.forbindelse"),
    "course-first": (COURSE, "tilstand: start", "tilstand: begynd", 8, "forloeb[0].tilstand"),
    "course-next": (COURSE, "naeste: to", "naeste: tre", 10, "forloeb[0].naeste"),
    "course-twice": (COURSE, "tilstand: to", "tilstand: start", 11, "forloeb[1].tilstand"),
    "delay-empty": (GOOD, GOER, "{forsinkelse: {}}", 7, "goer.forsinkelse"),
    "delay-two": (GOOD, GOER, "{forsinkelse: {fast: 1, jaevn: [1, 2]}}", 7, "goer.forsinkelse"),
    "distortion": (GOOD, GOER, "{forvansk: [vendt]}", 7, "goer.forvansk[0]"),
    "error-unknown": (GOOD, "SAG_UKENDT", "SAG_VAEK", 7, "goer.fejl"),
    "fault-unknown": (GOOD, GOER, "{soapfejl: SAG_VAEK}", 7, "goer.soapfejl"),
    "field-missing": (GOOD, "    viser: Noget.\n", "", 3, None),
    "field-unknown": (GOOD, "    viser", "    hvorfor: x\n    viser", 3, None),
    "id-twice": (GOOD, "EGEN-1", "SC-FEJL-1", 3, "id"),
    "name-twice": (GOOD, "navn: egen", "navn: http-503", 4, "navn"),
    "no-action": (GOOD, f"    goer: {GOER}\n", "", 3, "id"),
    "citizen-given": (GOOD, GOER, '{sager_fra: "1"}', 7, "goer.sager_fra"),
    "status": (GOOD, GOER, "{http: {status: 99}}", 7, "goer.http.status"),
    "too-many": (GOOD, GOER, "{antal_sager: 9999999}", 7, "goer.antal_sager"),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_a_mistake_is_told(tmp_path: Path, name: str) -> None:
    """DataError names file, line and element."""
    text, old, new, line, element = MISTAKES[name]
    assert old in text
    file = tmp_path / "scenarier" / "egne.yaml"
    file.parent.mkdir()
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Stub(StubSettings(data=tmp_path))
    assert (caught.value.file, caught.value.line) == (file, line)
    if element is not None:
        assert caught.value.element == f"scenarier[0].{element}"


@pytest.mark.parametrize("text", [GOOD, COURSE], ids=["goer", "forloeb"])
def test_good_files_are_taken(tmp_path: Path, text: str) -> None:
    """A vendor's scenario stands beside the shipped ones."""
    file = tmp_path / "scenarier" / "egne.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    assert "egen" in [s.navn for s in Stub(StubSettings(data=tmp_path)).scenarios.every]
