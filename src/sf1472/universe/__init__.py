"""The synthetic universe: registers, named test citizens, and cases for any CPR number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from sf1472.contract import Profile
from sf1472.data.fixtures import Fixtures
from sf1472.dates import DANMARK, dansk_dato
from sf1472.universe.register import Register, load_register
from sf1472.universe.syntese import Syntese, load_andele
from sf1472.universe.testborgere import Testborger, laes_testborger, load_testborgere
from sf1472.universe.univers import Borger, Univers

__all__ = [
    "DANMARK",
    "Borger",
    "Data",
    "Fixtures",
    "Register",
    "Testborger",
    "Univers",
    "dansk_dato",
    "laes_testborger",
    "load_data",
]


@dataclass(frozen=True)
class Data:
    """What the data files hold besides the law; `fixtures` are the files themselves."""

    fixtures: Fixtures
    register: Register
    univers: Univers


def load_data(profile: Profile, overlay: Path | None = None, froe: int | None = None) -> Data:
    """Read the shipped data, files in `overlay` first. Raises DataError with file and line.

    `froe` is the seed of the synthetic citizens, if not the one of the data.
    """
    fixtures = Fixtures(overlay)
    register = load_register(fixtures)
    stige = tuple(profile.foelsomheder.values())
    testborgere = load_testborgere(fixtures, register, stige)
    andele = load_andele(fixtures, register, stige)
    if froe is not None:
        andele = replace(andele, froe=froe)
    return Data(fixtures, register, Univers(testborgere, Syntese(register, andele)))
