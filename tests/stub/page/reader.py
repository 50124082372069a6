"""A browser without a screen: gets pages, follows no redirect, sends forms."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx

from sf1472_stub import StubServer
from sf1472_stub.journal import Entry, Filter

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OWN_FORM = {"Sec-Fetch-Site": "same-origin"}


class _Text(HTMLParser):
    """Gathers the text that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.parts.append(data)


def text_of(html: str) -> str:
    """Return the text of a page, with single spaces."""
    parser = _Text()
    parser.feed(html)
    return " ".join(" ".join(parser.parts).split())


class Reader:
    """Reads the page of one stub."""

    def __init__(self, server: StubServer) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.base_url, headers=BROWSER, timeout=10)

    def __enter__(self) -> Reader:
        """Read within a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.http.close()

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Get a page."""
        return self.http.get(address, headers={n.replace("_", "-"): v for n, v in headers.items()})

    def text(self, address: str) -> str:
        """Return the text of a page that must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        return text_of(answer.text)

    def send(
        self, address: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send a form, as this page's own unless other headers are given."""
        return self.http.post(
            address, data=fields, headers=OWN_FORM if headers is None else headers
        )

    def newest(self) -> Entry:
        """Return the newest entry of the journal itself."""
        return self.server.stub.journal.find(Filter(), 1)[0]
