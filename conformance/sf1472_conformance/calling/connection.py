"""How a provider is called: proxy, own CA, client certificate, extra SOAP headers."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

import httpx
import msgspec
from lxml import etree

from sf1472 import __version__
from sf1472.errors import KitError
from sf1472_conformance.calling.certificates import present, trusting
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.texts import phrase

_START = re.compile(r"<soap:Envelope\b[^>]*>(<soap:Header>)?")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class ConnectionSettings(msgspec.Struct, frozen=True):
    """What a call needs besides the address; files are given by path.

    `timeout` (seconds) bounds each call. `certificate` is PEM (with `key` when that lies apart) or
    PKCS#12, opened with `password`. `headers` are SOAP header blocks, XML.
    """

    timeout: float = 20.0
    proxy: str | None = None
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    password: str | None = None
    headers: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """The command line's options that a call sent again needs too, without their values."""
        used = {
            "--proxy": self.proxy,
            "--ca": self.ca,
            "--cert": self.certificate,
            "--key": self.key,
            "--cert-password": self.password if self.certificate is not None else None,
        }
        return tuple(name for name, value in used.items() if value is not None)

    def description(self, scheme: str) -> Wording:
        """Say in one line how `http` or `https` is called by it; no value is repeated."""
        parts = [
            phrase("transport_http", scheme=scheme.upper(), timeout=f"{self.timeout:g}"),
            phrase("transport_proxy" if self.proxy else "transport_no_proxy"),
            phrase("transport_ca" if self.ca else "transport_no_ca"),
            phrase("transport_certificate" if self.certificate else "transport_no_certificate"),
            phrase("transport_headers" if self.headers else "transport_no_headers"),
            phrase("transport_no_token"),
        ]
        return Wording(
            da=", ".join(part.da for part in parts), en=", ".join(part.en for part in parts)
        )

    def client(self, scheme: str) -> httpx.Client:
        """Return what sends calls to `http` or `https`: no redirects, nothing of the environment.

        Raises KitError when an option cannot be used.
        """
        self._check(scheme)
        return httpx.Client(
            timeout=self.timeout,
            follow_redirects=False,
            trust_env=False,
            proxy=self._proxy(),
            verify=self.context() if scheme == "https" else trusting(None),
            headers={"User-Agent": f"sf1472-testkit/{__version__}", "Accept-Encoding": "identity"},
        )

    def context(self) -> ssl.SSLContext:
        """Return the TLS settings. Raises KitError when a file cannot be used."""
        context = trusting(self.ca)
        if self.certificate is not None:
            present(context, self.certificate, self.key, self.password)
        return context

    def with_headers(self, body: bytes) -> bytes:
        """Return an envelope of the kit's with the extra header blocks first in its header.

        An envelope that has them already, and what is no envelope, is returned as it is.
        """
        if not self.headers:
            return body
        encoding = "utf-16" if body.startswith(_UTF_16) else "utf-8"
        text = body.decode(encoding, "surrogateescape")
        start = _START.search(text)
        if start is None or text.startswith(self.headers, start.end()):
            return body
        extra = self.headers if start[1] else f"<soap:Header>{self.headers}</soap:Header>"
        changed = text[: start.end()] + extra + text[start.end() :]
        return changed.encode(encoding, "surrogateescape")

    def _check(self, scheme: str) -> None:
        """Refuse options that would be given and not used."""
        if self.key is not None and self.certificate is None:
            raise KitError("--key bruges sammen med --cert, som mangler")
        by_tls = (self.proxy or "").startswith("https:")
        unused = self.certificate or (None if by_tls else self.ca)
        if scheme != "https" and unused is not None:
            raise KitError(
                "Adressen begynder med http://, så --ca og --cert bruges ikke. "
                "Skal den begynde med https://?"
            )

    def _proxy(self) -> httpx.Proxy | None:
        """Return the proxy. Its address is repeated in no text, since it may hold a password."""
        if self.proxy is None:
            return None
        try:
            url = httpx.URL(self.proxy)
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in ("http", "https") or not url.host:
            raise KitError("--proxy skal være en adresse som http://vært:port (eller https://)")
        return httpx.Proxy(url, ssl_context=trusting(self.ca) if url.scheme == "https" else None)


def read_headers(file: Path) -> str:
    """Read SOAP header blocks from a file: one element, or several one after the other.

    Raises KitError when the file is no XML.
    """
    try:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        etree.fromstring(f'<h xmlns:soap="urn:soap">{text}</h>'.encode())
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise KitError(f"SOAP-hovederne i {file} kan ikke læses: {error}") from error
    return text.strip()
