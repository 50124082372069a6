"""What a reader of the journal should know of a call that was answered all the same."""

from __future__ import annotations

from email.message import Message

from sf1472.journal_format import Headers
from sf1472_stub.soap.shell import Reading

_REVISION = (
    "Anmodningens revision er en anden end skemaets. Den tåles (profilens tabel revision), "
    "og resten af anmodningen overholder skemaet."
)


def notes(headers: Headers, reading: Reading, soap_action: str) -> tuple[str, ...]:
    """Return the notes on a call, where its body was read; `soap_action` is the contract's.

    A soapAction is no reason to refuse: clients of relatives of this service send quite other ones.
    """
    if reading.request is None:
        return ()
    found = [_REVISION] if reading.other_revision else []
    if _action(headers) not in ("", soap_action):
        found.append(f"Kaldets soapAction er ikke kontraktens, som er {soap_action}.")
    return tuple(found)


def _action(headers: Headers) -> str:
    """Return the soapAction that HTTP's headers state, without quotes; empty for none."""
    by_name = {name.lower(): value for name, value in headers}
    content_type = Message()
    content_type["content-type"] = by_name.get("content-type", "")
    in_12 = content_type.get_param("action")
    stated = in_12 if isinstance(in_12, str) else by_name.get("soapaction", "")
    return stated.strip().strip('"')
