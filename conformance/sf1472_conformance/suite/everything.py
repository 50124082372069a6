"""Every check of the suite under one roof: `from sf1472_conformance.suite.everything import *`.

For a test module of one's own, so that its fixture `sf1472_url` says where the provider is.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

__all__: list[str] = []

for _file in sorted(Path(__file__).parent.glob("test_*.py")):
    _module = import_module(f"{__package__}.{_file.stem}")
    for _name in (name for name in vars(_module) if name.startswith("test_")):
        if _name in globals():
            raise ImportError(f"two checks are called {_name}")
        globals()[_name] = vars(_module)[_name]
        __all__ += [_name]
