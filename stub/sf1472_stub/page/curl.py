"""A call as a curl command that can be pasted into a shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from sf1472_stub.journal import Entry

# what curl writes itself, and what is nobody's business
_LEFT_OUT = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)
SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})


def curl(url: str, headers: Iterable[tuple[str, str]], body: str, method: str = "POST") -> str:
    """Return a command that sends `body` to `url`."""
    parts = ["curl -sS -i"]
    if method != "POST" or not body:
        parts[0] += f" -X {shlex.quote(method)}"
    parts[0] += f" {shlex.quote(url)}"
    parts += [
        f"-H {shlex.quote(f'{name}: {value}')}"
        for name, value in headers
        if name.lower() not in _LEFT_OUT | SECRET
    ]
    if body:
        parts.append(f"--data-binary {shlex.quote(body)}")
    return " \\\n  ".join(parts)


def curl_of(entry: Entry, base: str) -> str | None:
    """Return the command that repeats a call, or None when its body is not text in UTF-8."""
    try:
        body = entry.request_body.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in body:
        return None
    return curl(base + entry.path, entry.request_headers, body, entry.method)
