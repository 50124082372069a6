"""Scenarios: the platform's bad days on demand."""

from sf1472_stub.scenarios.engine import Oplysninger, Scenarier, Valg
from sf1472_stub.scenarios.load import Kendte, load_scenarier
from sf1472_stub.scenarios.model import Goer, Scenarie

__all__ = ["Goer", "Kendte", "Oplysninger", "Scenarie", "Scenarier", "Valg", "load_scenarier"]
