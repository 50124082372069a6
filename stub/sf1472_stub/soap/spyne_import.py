"""Importing Spyne 2.14, whose own copy of six cannot import its `moves` on Python 3.12 and later.

Import Spyne's names from here, never from `spyne` directly: this module first puts the real six's
`moves` where Spyne looks for them, quiets loggers that would write payloads, and turns off the
garbage collection that Spyne runs every second.
"""

from __future__ import annotations

import logging
import sys
import warnings
from importlib import import_module

for _name in ("collections_abc", "http_cookies", "urllib.parse", "urllib.request"):
    import_module(f"six.moves.{_name}")
for _name, _module in list(sys.modules.items()):
    if _name.startswith("six.moves"):
        sys.modules.setdefault(f"spyne.util.{_name}", _module)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # invalid escapes and the cgi module, inside Spyne
    import spyne.const
    from spyne import AnyXml, Application, Fault, MethodContext, Service, rpc
    from spyne.error import ResourceNotFoundError
    from spyne.protocol import ProtocolBase
    from spyne.server import ServerBase

# Spyne's six leaves an import hook behind that Python 3.10 and 3.11 warn about at every import.
sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__module__ != "spyne.util.six"]
spyne.const.MIN_GC_INTERVAL = float("inf")
logging.getLogger("spyne").setLevel(logging.CRITICAL + 1)

__all__ = [
    "AnyXml",
    "Application",
    "Fault",
    "MethodContext",
    "ProtocolBase",
    "ResourceNotFoundError",
    "ServerBase",
    "Service",
    "rpc",
]
