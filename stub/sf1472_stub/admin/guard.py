"""Who may steer the stub: programs on this machine, or whoever has the token; never a web page."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from sf1472_stub.admin.problem import Problem


class Guard:
    """Decides which requests reach the control API.

    Parameters: `host` the address the stub is bound to; `token` what callers must bring. On any
    other address than loopback there is always a token, made here when none is given.
    """

    def __init__(self, host: str = "127.0.0.1", token: str | None = None) -> None:
        self.token = token or (None if is_loopback(host) else secrets.token_urlsafe(24))

    def check(self, request: HTTPConnection) -> None:
        """Raise Problem (401, 403) when the request may not pass."""
        if self.token is None:
            _refuse_other_machines(request)
            _refuse_foreign_names(request.headers.get("host", ""))
        else:
            _demand(self.token, request.headers.get("authorization", ""))
        _refuse_other_sites(request.headers)


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine's own, reached by nobody else."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _demand(token: str, authorization: str) -> None:
    kind, _, given = authorization.partition(" ")
    same = secrets.compare_digest(given.strip().encode("latin-1"), token.encode())
    if kind.lower() != "bearer" or not same:
        raise Problem(
            401,
            "Styringen kræver stubbens token: send headeren Authorization: Bearer <token>. "
            "Stubben viser det, når den starter.",
            "Authorization",
            {"WWW-Authenticate": "Bearer"},
        )


def _refuse_other_machines(request: HTTPConnection) -> None:
    """Refuse what came over the network, a proxy's callers too (uvicorn reads X-Forwarded-For)."""
    if request.client is not None and not is_loopback(request.client.host):
        raise Problem(
            403,
            "Uden token tager styringen kun kald fra den maskine, stubben kører på. "
            "Start stubben med et token for at styre den fra andre.",
            request.url.path,
        )


def _refuse_foreign_names(host: str) -> None:
    """Refuse a name that a web page may have pointed at this machine (DNS rebinding)."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = ""
    if not is_loopback(name):
        raise Problem(
            403,
            "Uden token tager styringen kun kald til localhost eller 127.0.0.1. "
            "Start stubben med et token for at bruge andre navne.",
            "Host",
        )


def _refuse_other_sites(headers: Headers) -> None:
    """Refuse what another site's page makes a browser send; programs send neither header."""
    site = headers.get("sec-fetch-site", "none")
    origin = headers.get("origin")
    own = origin is None or origin.partition("://")[2] == headers.get("host")
    if site not in ("none", "same-origin") or not own:
        where = "Sec-Fetch-Site" if own else "Origin"
        raise Problem(403, "Styringen tager ikke kald fra andre websider.", where)
