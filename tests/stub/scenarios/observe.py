"""Seeing a scenario from outside: a client that tells bytes, status or kind of failure.

`SCHEMES` holds what differs between HTTP and TLS, so that TLS is one more line.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.stub.caller import MEDIA, Caller, Reply, wrap

SCHEMES: dict[str, Callable[..., http.client.HTTPConnection]] = {"http": http.client.HTTPConnection}
WSA = "http://www.w3.org/2005/08/addressing"
MESSAGE_ID = "urn:uuid:14720000-0000-4000-8000-00000000ad03"
PROCESSING = (
    '<ctx:Processing><s:scenarie xmlns:s="urn:sf1472-testkit">{}</s:scenarie></ctx:Processing>'
)


@dataclass(frozen=True)
class Seen:
    """What the client saw: a reply, or a kind of failure (`reset`, `empty`, `cut`, `timeout`)."""

    seconds: float
    reply: Reply | None = None
    failure: str | None = None


def request(
    caller: Caller, navn: str | None = None, version: str = "1.2", **question: object
) -> bytes:
    """Return an addressed call's envelope, asking for the scenario `navn` in Processing."""
    body = caller.body(**question)  # type: ignore[arg-type]
    if navn is not None:
        end = "</ctx:AuthorityContext>"
        assert end in body
        body = body.replace(end, end + PROCESSING.format(navn))
    return wrap(body, version, f'<w:MessageID xmlns:w="{WSA}">{MESSAGE_ID}</w:MessageID>')


def see(
    caller: Caller,
    content: bytes,
    *,
    version: str = "1.2",
    timeout: float = 10,
    scheme: str = "http",
) -> Seen:
    """Send one call on a connection of its own and tell what became of it."""
    parts = urlsplit(caller.server.url)
    connection = SCHEMES[scheme](parts.hostname or "", parts.port, timeout=timeout)
    begun = time.monotonic()
    try:
        connection.request("POST", parts.path, content, {"Content-Type": MEDIA[version]})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        reply = Reply(answer.status, headers, answer.read())
        return Seen(time.monotonic() - begun, reply)
    except http.client.RemoteDisconnected:
        return Seen(time.monotonic() - begun, failure="empty")
    except http.client.IncompleteRead:
        return Seen(time.monotonic() - begun, failure="cut")
    except (http.client.HTTPException, ConnectionResetError):
        return Seen(time.monotonic() - begun, failure="reset")
    except TimeoutError:
        return Seen(time.monotonic() - begun, failure="timeout")
    finally:
        connection.close()
