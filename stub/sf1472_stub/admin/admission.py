"""What a request must be to reach the control API; never one that another web page makes."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from sf1472_stub.admin.problem import Problem
from sf1472_stub.guard import Guard, is_loopback, names_this_machine


def admit(guard: Guard, request: HTTPConnection) -> None:
    """Raise Problem (401, 403) when the request may not pass."""
    if guard.token is None:
        _refuse_other_machines(request)
        _refuse_foreign_names(request.headers)
    else:
        _demand_token(guard, request.headers)
    _refuse_other_sites(request.headers)


def _demand_token(guard: Guard, headers: Headers) -> None:
    if not guard.lets_in(headers.get("authorization", "")):
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


def _refuse_foreign_names(headers: Headers) -> None:
    if not names_this_machine(headers.get("host", "")):
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
