"""Messages by profile: `Messages` reads and writes them, `model` says what they hold."""

from sf1472.message.codec import Codec, Ready
from sf1472.message.messages import Messages
from sf1472.message.model import (
    Afdeling,
    Afgraensning,
    Forespoergsel,
    Gruppe,
    Klasse,
    Reaktion,
    Rettighed,
    Statusskridt,
    Svar,
    VistKontrolsag,
)

__all__ = [
    "Afdeling",
    "Afgraensning",
    "Codec",
    "Forespoergsel",
    "Gruppe",
    "Klasse",
    "Messages",
    "Ready",
    "Reaktion",
    "Rettighed",
    "Statusskridt",
    "Svar",
    "VistKontrolsag",
]
