"""Gathers every check of a suite, for a test module of one's own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def every_check(package: str, folder: Path) -> dict[str, Callable[..., Any]]:
    """Return the checks in the modules `test_*.py` of a package, by name. Raises ImportError."""
    found: dict[str, Callable[..., Any]] = {}
    for file in sorted(folder.glob("test_*.py")):
        module = vars(import_module(f"{package}.{file.stem}"))
        for name in (name for name in module if name.startswith("test_")):
            if name in found:
                raise ImportError(f"two checks are called {name}")
            found[name] = module[name]
    return found
