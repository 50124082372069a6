"""Every check on consumers: `from sf1472_conformance.consumer.suite.everything import *`.

For a test module of one's own, so that its fixture `sf1472_journal` says where the journal is.
"""

from __future__ import annotations

from pathlib import Path

from sf1472_conformance.running.every_check import every_check

_CHECKS = every_check(__package__, Path(__file__).parent)
globals().update(_CHECKS)
__all__ = list(_CHECKS)
