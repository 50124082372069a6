"""WS-Addressing 1.0: a call that is addressed gets an answer that is, too.

No header block is demanded; where a call names itself by MessageID, the answer relates to it.
"""

from __future__ import annotations

from uuid import uuid4
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE = "http://www.w3.org/2005/08/addressing"
FAULT_ACTION = f"{NAMESPACE}/soap/fault"  # of SOAP's own faults (SOAP Binding, 6)
_ASKED = tuple(f"{{{NAMESPACE}}}{name}" for name in ("Action", "MessageID"))


def answer_headers(header: etree._Element | None, action: str) -> str:
    """Return the header blocks of an answer with `action`; empty when the call has no addressing.

    RelatesTo is the call's MessageID (Core, 3.4); `header` is the call's SOAP header.
    """
    if header is None:
        return ""
    asked, message_id = (header.find(name) for name in _ASKED)
    if asked is None and message_id is None:
        return ""
    blocks = [("Action", action), ("MessageID", f"urn:uuid:{uuid4()}")]
    if message_id is not None:
        blocks.append(("RelatesTo", (message_id.text or "").strip()))
    return "".join(
        f'<wsa:{name} xmlns:wsa="{NAMESPACE}">{escape(text)}</wsa:{name}>' for name, text in blocks
    )
