"""Collects every check of a suite by name, for a test module of one's own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def every_check(package: str, folder: Path) -> dict[str, Callable[..., Any]]:
    """Return the checks in a package's modules `test_*.py`, its folders' too, by name.

    Raises ImportError when two have the same name.
    """
    found: dict[str, Callable[..., Any]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        inner = file.relative_to(folder).with_suffix("").parts
        module = vars(import_module(".".join((package, *inner))))
        for name in (name for name in module if name.startswith("test_")):
            if name in found:
                raise ImportError(f"two checks are called {name}")
            found[name] = module[name]
    return found
