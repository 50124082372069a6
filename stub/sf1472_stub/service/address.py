"""The address that a caller used, and the WSDL for it."""

from __future__ import annotations

import re

from sf1472_stub.http.delivery import Response
from sf1472_stub.http.request import Scope
from sf1472_stub.service.documents import Documents

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def base_url(scope: Scope) -> str:
    """Return scheme, host and port as the caller wrote them, or as the server knows them."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    if not _HOST.fullmatch(host):
        host = "{}:{}".format(*scope["server"])
    return f"{scope['scheme']}://{host}"


class WsdlAddress:
    """Gives the service's WSDL at its own address.

    Parameters: `files_path` is the path under which the contract's files are served.
    """

    def __init__(self, documents: Documents, files_path: str) -> None:
        self._documents = documents
        self._files_path = files_path

    def is_asked(self, scope: Scope) -> bool:
        """Say whether the request is one for the WSDL."""
        query: bytes = scope["query_string"]
        return scope["method"] in ("GET", "HEAD") and query.lower().split(b"=")[0] == b"wsdl"

    def answer(self, scope: Scope) -> Response:
        """Return the WSDL with the address that the caller used."""
        base = base_url(scope)
        content = self._documents.wsdl(f"{base}{scope['path']}", f"{base}{self._files_path}")
        return Response(200, "text/xml; charset=utf-8", content)
