"""How CPR, CVR and KLE numbers and UUIDs are written in data and in users' files: one way each.

Patterns are for `fullmatch`. Spellings that people and documents use are in `masking`.
"""

from __future__ import annotations

import re

CPR = re.compile("[0-9]{10}")
CVR = re.compile("[0-9]{8}")
KLE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")  # a full subject
UUID = re.compile("[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}")  # as the contract has it
UUID_SHAPE = "et UUID skrives 8-4-4-4-12, med cifre og a-f"
