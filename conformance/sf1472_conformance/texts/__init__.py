"""Every text that a report shows, in Danish and English, from `texts.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from sf1472.data.toml import TomlError, parse_toml
from sf1472.errors import DataError
from sf1472_conformance.catalogue import Wording

FILE = Path(__file__).with_name("texts.toml")
ENGLISH = ".en"  # ends the name of a blank whose English words differ


@lru_cache(maxsize=1)
def load_texts() -> Mapping[str, Mapping[str, Wording]]:
    """Read the texts by section and key. Raises DataError when the file cannot be used."""
    try:
        tables = parse_toml(FILE.read_text(encoding="utf-8"))
        return msgspec.convert(tables, dict[str, dict[str, Wording]])
    except (OSError, TomlError, msgspec.ValidationError) as error:
        raise DataError(FILE, f"teksterne kan ikke læses: {error}") from error


def reason(key: str, params: Mapping[str, str]) -> Wording:
    """Return the reason `key` of a verdict, its blanks filled from `params`."""
    return _filled("reason", key, params)


def trouble(key: str, **params: object) -> Wording:
    """Return what to do when a call came to nothing, its blanks filled."""
    return _filled("trouble", key, params)


def phrase(key: str, **params: object) -> Wording:
    """Return the phrase `key` of the section `ui`, its blanks filled, in both languages."""
    return _filled("ui", key, params)


def ending(key: str, **params: object) -> Wording:
    """Return how an exam ended, its blanks filled, in both languages."""
    return _filled("ending", key, params)


def told_word(outcome: str) -> Wording:
    """Return a consumer's own word of what came of an answer, in both languages."""
    return load_texts()["told"][outcome]


def _filled(section: str, key: str, params: Mapping[str, object]) -> Wording:
    wording = load_texts()[section][key]
    english = {name: params.get(f"{name}{ENGLISH}", value) for name, value in params.items()}
    return Wording(
        da=wording.da.format_map({n: _in(value, "da") for n, value in params.items()}),
        en=wording.en.format_map({n: _in(value, "en") for n, value in english.items()}),
    )


def _in(value: object, lang: str) -> object:
    return value[lang] if isinstance(value, Wording) else value


class Phrases:
    """The reports' headings and words in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = load_texts()

    def __call__(self, key: str, **params: object) -> str:
        """Return the phrase `key` (`section.key`, section `ui` by default)."""
        section, _, name = key.rpartition(".")
        return self._texts[section or "ui"][name][self.lang].format_map(params)
