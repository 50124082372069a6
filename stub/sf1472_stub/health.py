"""What the stub says of itself when asked whether it is well."""

from __future__ import annotations

from datetime import date
from typing import Any

from sf1472 import __version__
from sf1472.contract import Contract


def health(contract: Contract, today: date) -> dict[str, Any]:
    """Return that the stub answers, and with what; `today` is the stub's date."""
    return {
        "status": "ok",
        "version": __version__,
        "contract": contract.title,
        "date": today.isoformat(),
    }
