"""Who may steer the stub and see its page: programs on this machine, or whoever has the token.

What is asked for, and how a no is said, differ: `admin.admission` and `page.admission`.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit


class Guard:
    """Knows the token.

    Parameters: `host` the address the stub is bound to; `token` what callers must bring. On any
    other address than loopback there is always a token, made here when none is given.
    """

    def __init__(self, host: str = "127.0.0.1", token: str | None = None) -> None:
        self.token = token or (None if is_loopback(host) else secrets.token_urlsafe(24))

    def lets_in(self, authorization: str, *, as_password: bool = False) -> bool:
        """Say whether a header Authorization carries the token; without a token, anything does.

        The token comes as a Bearer; `as_password` also lets it come as the password of Basic.
        """
        if self.token is None:
            return True
        kind, _, given = authorization.partition(" ")
        if kind.lower() == "bearer":
            return self._is_token(given.strip().encode("latin-1"))
        return as_password and kind.lower() == "basic" and self._is_token(_password(given))

    def _is_token(self, given: bytes) -> bool:
        return self.token is not None and secrets.compare_digest(given, self.token.encode())


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine's own, reached by nobody else."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def names_this_machine(host: str) -> bool:
    """Say whether a header Host names this machine as only it can be named.

    Any other name a web page may have pointed at this machine (DNS rebinding).
    """
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _password(credentials: str) -> bytes:
    """Return the password of Basic; empty where there is none."""
    try:
        return base64.b64decode(credentials, validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
