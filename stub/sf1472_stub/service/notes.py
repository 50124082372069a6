"""What a reader of the journal should know of a call that was answered all the same."""

from __future__ import annotations

from email.message import Message

from sf1472_stub.journal import Entry
from sf1472_stub.soap.shell import Reading

_REVISION = (
    "Anmodningens revision er en anden end skemaets. Den tåles (profilens tabel revision), "
    "og resten af anmodningen overholder skemaet."
)


def notes(entry: Entry, reading: Reading, soap_action: str) -> tuple[str, ...]:
    """Return the notes on a call, where its body was read; `soap_action` is the contract's.

    A soapAction is no reason to refuse: clients of relatives of this service send quite other ones.
    """
    if reading.request is None:
        return ()
    found = [_REVISION] if reading.other_revision else []
    if _action(entry) not in ("", soap_action):
        found.append(f"Kaldets soapAction er ikke kontraktens, som er {soap_action}.")
    return tuple(found)


def _action(entry: Entry) -> str:
    """Return the soapAction that HTTP's headers state, without quotes; empty for none."""
    headers = {name.lower(): value for name, value in entry.request_headers}
    content_type = Message()
    content_type["content-type"] = headers.get("content-type", "")
    in_12 = content_type.get_param("action")
    stated = in_12 if isinstance(in_12, str) else headers.get("soapaction", "")
    return stated.strip().strip('"')
