"""How numbers are written in data and in users' files: CPR, CVR and UUID, each in one spelling.

Patterns are for `fullmatch`. Spellings that people and documents use are in `masking`.
"""

from __future__ import annotations

import re

CPR = re.compile("[0-9]{10}")
CVR = re.compile("[0-9]{8}")
UUID = re.compile("[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}")  # as the contract has it
UUID_SHAPE = "et UUID skrives 8-4-4-4-12, med cifre og a-f"
