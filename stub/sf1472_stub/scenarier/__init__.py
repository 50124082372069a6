"""Scenarios: the platform's bad days on demand."""

from sf1472_stub.scenarier.engine import Oplysninger, Scenarier, Valg
from sf1472_stub.scenarier.load import Kendte, load_scenarier
from sf1472_stub.scenarier.model import Goer, Scenarie

__all__ = ["Goer", "Kendte", "Oplysninger", "Scenarie", "Scenarier", "Valg", "load_scenarier"]
