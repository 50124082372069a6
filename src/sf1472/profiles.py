"""The kit's profiles: which rules a run judges by. Light, since every pytest run loads it."""

from __future__ import annotations

from enum import Enum


class RuleProfile(str, Enum):
    """A selection of rules; every rule is in `fuld`."""

    GRUND = "grund"
    HJEMMEL = "hjemmel"
    ROBUSTHED = "robusthed"
    DRIFT = "drift"
    FULD = "fuld"
