"""No circles between files, no corridors, and imports that run one way by what is loaded."""

from pathlib import Path

import pytest

from .grundplan import circles, corridors, graph, loads, modules
from .kildekode import PACKAGES

MOST = 13  # modules in one folder: about a dozen
SHARED, STUB, KIT = "sf1472", "sf1472_stub", "sf1472_conformance"
CLI, LAW, UNIVERSE = "sf1472.cli", "sf1472.hjemmel", "sf1472.universe"


def within(*rooms: str, but: str | None = None) -> list[str]:
    """Return the modules of some rooms, those of another left out."""
    return [
        name
        for name in modules(PACKAGES)
        if any(_in(name, room) for room in rooms) and (but is None or not _in(name, but))
    ]


def _in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


# Ours

FORBIDDEN = {
    "what both share": (within(SHARED, but=CLI), (STUB, KIT, CLI)),
    "command line": (within(CLI), (STUB, KIT)),
    "stub": (within(STUB), (KIT, CLI)),
    "kit": (within(KIT), (STUB, LAW, CLI)),
    "law": (within(LAW), (UNIVERSE,)),
    "universe": (within(UNIVERSE), (LAW,)),
}


def test_no_files_import_each_other_in_a_circle() -> None:
    """No file needs, at whatever moment and by whatever way round, a file that needs it."""
    assert circles(graph(PACKAGES)) == []


def test_no_folder_is_a_corridor() -> None:
    """A folder holds about a dozen modules; more are several rooms."""
    assert corridors(PACKAGES, MOST) == []


@pytest.mark.parametrize("who", sorted(FORBIDDEN))
def test_nothing_is_loaded_that_may_not_be(who: str) -> None:
    """With everything of the room imported, nothing that it must not know is in `sys.modules`."""
    wanted, forbidden = FORBIDDEN[who]
    assert wanted
    assert loads(PACKAGES, wanted, forbidden) == []


# Others, with mistakes put in

HOUSE = {
    "__init__.py": "",
    "a.py": "from hus.rum import b\n",
    "rum/__init__.py": "from hus.rum.b import B\n",
    "rum/b.py": "from . import c\nB = c.C\n",
    "rum/c.py": "import json\nC = 1\n",
}


@pytest.fixture
def house(tmp_path: Path) -> dict[str, Path]:
    """Return a small package in order, by its name."""
    for path, text in HOUSE.items():
        _write(tmp_path / "hus" / path, text)
    return {"hus": tmp_path / "hus"}


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_house_in_order_passes(house: dict[str, Path]) -> None:
    """Neither an `__init__` that hands out its rooms nor a relative import makes a circle."""
    assert graph(house) == {
        "hus": set(),
        "hus.a": {"hus.rum.b"},
        "hus.rum": {"hus.rum.b"},
        "hus.rum.b": {"hus.rum.c"},
        "hus.rum.c": set(),
    }
    assert circles(graph(house)) == []
    assert corridors(house, 2) == []
    assert loads(house, modules(house), ["hus.d"]) == []


@pytest.mark.parametrize(
    "mistake",
    [
        "from hus.a import x\n",
        "import hus.a\n",
        "from ..a import x\n",
        "def late():\n    from hus import a\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from hus.a import X\n",
    ],
    ids=["from", "import", "relative", "late", "for-type-checkers"],
)
def test_a_circle_is_found(house: dict[str, Path], mistake: str) -> None:
    """However the last import of the circle is written."""
    _write(house["hus"] / "rum" / "c.py", mistake)
    assert circles(graph(house)) == [["hus.a", "hus.rum.b", "hus.rum.c"]]


def test_a_circle_by_way_of_the_folder_is_found(house: dict[str, Path]) -> None:
    """A file that takes from its own folder what the folder has of it is in a circle."""
    _write(house["hus"] / "rum" / "c.py", "from hus.rum import B\n")
    assert circles(graph(house)) == [["hus.rum", "hus.rum.b", "hus.rum.c"]]


def test_a_file_that_imports_itself_is_found(house: dict[str, Path]) -> None:
    """The smallest circle is one."""
    _write(house["hus"] / "rum" / "c.py", "import hus.rum.c\n")
    assert circles(graph(house)) == [["hus.rum.c"]]


def test_a_corridor_is_found(house: dict[str, Path]) -> None:
    """One module more than there may be, with the folder's name and how many there are."""
    _write(house["hus"] / "rum" / "d.py", "")
    assert corridors(house, 2) == ["rum: 3 modules"]


def test_a_forbidden_load_is_found(house: dict[str, Path]) -> None:
    """Also by way of others, told once with the first that loads it."""
    names = ["hus.a", "hus.rum.b"]
    assert loads(house, names, ["hus.rum.c"]) == ["hus.a loads hus.rum.c"]
    _write(house["hus"] / "rum" / "c.py", "import hus.kld\nC = 1\n")
    _write(house["hus"] / "kld" / "__init__.py", "import hus.kld.e\n")
    _write(house["hus"] / "kld" / "e.py", "")
    assert loads(house, names, ["hus.kld"]) == ["hus.a loads hus.kld", "hus.a loads hus.kld.e"]


def test_a_late_import_loads_nothing(house: dict[str, Path]) -> None:
    """What stands in a function is not loaded, and a name that only begins alike is another's."""
    _write(house["hus"] / "a.py", "def late():\n    from hus.rum import c\n")
    assert loads(house, ["hus.a"], ["hus.rum"]) == []
    assert loads(house, ["hus.rum"], ["hus.ru"]) == []
