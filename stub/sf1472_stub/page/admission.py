"""Who may see and change things through the page, and the headers that keep it to itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sf1472_stub.guard import Guard, names_this_machine

View: TypeAlias = Callable[[Request], Awaitable[Response]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: that would make browsers send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MOST_FORM_BYTES = 4096


class Refused(Exception):  # noqa: N818 - an answer to the user, not an error of ours
    """The page's own no: an HTTP status and a Danish text that says what to do."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        self.text = text
        super().__init__(text)


def with_headers(response: Response) -> Response:
    """Add the security headers to a response."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def admit(guard: Guard, request: Request) -> None:
    """Raise Refused when the page may not be shown under the name that was used."""
    if guard.token is None and not names_this_machine(request.headers.get("host", "")):
        raise Refused(
            403,
            "Uden token vises siden kun på localhost eller 127.0.0.1. "
            "Start stubben med --token for at bruge andre navne.",
        )


def asks_for_token() -> Response:
    """Return the answer that makes a browser ask for the token."""
    return PlainTextResponse(
        "Siden kræver stubbens token som adgangskode; brugernavnet er ligegyldigt.\n",
        status_code=401,
        headers={"WWW-Authenticate": 'Basic realm="SF1472 stub", charset="UTF-8"'},
    )


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form that this very page sent. Raises Refused.

    Another site's page can make a browser post here, but not hide from where it does.
    """
    if not _same_origin(request):
        raise Refused(
            403,
            "Formularen kom ikke fra denne side. Åbn siden igen, og prøv derfra; "
            "programmer bruger styringen under /__admin.",
        )
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_FORM_BYTES:
            raise Refused(413, "Formularen er for stor.")
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")
