"""How a provider is called: proxy, own CA, client certificate, extra SOAP headers."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from lxml import etree

from sf1472.errors import KitError

PKCS12 = (".p12", ".pfx")
_SPOT = re.compile(rb"<soap:Header>|(?=<soap:Body\b)")


class Connection(msgspec.Struct, frozen=True):
    """What a call needs besides the address; files are given by path.

    `timeout` (seconds) bounds each call. `certificate` is PEM (with `key` when that lies apart) or
    PKCS#12 by its name, opened with `password`. `headers` are SOAP header blocks, XML.
    """

    timeout: float = 20.0
    proxy: str | None = None
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    password: str | None = None
    headers: str = ""

    def context(self) -> ssl.SSLContext:
        """Return the TLS settings. Raises KitError when a file cannot be used."""
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                self._present(context, Path(self.certificate))
        except (OSError, ValueError) as error:
            files = ", ".join(f for f in (self.ca, self.certificate, self.key) if f)
            raise KitError(f"Certifikaterne kan ikke bruges ({files}): {error}") from error
        return context

    def _present(self, context: ssl.SSLContext, file: Path) -> None:
        if file.suffix.lower() not in PKCS12:
            context.load_cert_chain(file, self.key, self.password)
            return
        with TemporaryDirectory(prefix="sf1472-") as folder:
            pem = Path(folder) / "klient.pem"
            pem.touch(mode=0o600)
            pem.write_bytes(_unpacked(file, self.password))
            context.load_cert_chain(pem)

    def with_headers(self, body: bytes) -> bytes:
        """Return an envelope of the kit's with the extra header blocks first in its header."""
        if not self.headers:
            return body
        spot = _SPOT.search(body)
        if spot is None:
            return body
        extra = self.headers.encode()
        if not spot[0]:
            extra = b"<soap:Header>" + extra + b"</soap:Header>"
        return body[: spot.end()] + extra + body[spot.end() :]


def read_headers(file: Path) -> str:
    """Read SOAP header blocks from a file: one element, or several one after the other.

    Raises KitError when the file is no XML.
    """
    try:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        etree.fromstring(f'<h xmlns:soap="urn:soap">{text}</h>'.encode())
    except (OSError, etree.XMLSyntaxError) as error:
        raise KitError(f"SOAP-hovederne i {file} kan ikke læses: {error}") from error
    return text.strip()


def _unpacked(file: Path, password: str | None) -> bytes:
    """Return key and certificates of a PKCS#12 file as PEM."""
    try:
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
            pkcs12,
        )
    except ImportError as error:
        raise KitError("PKCS#12 kræver pakken cryptography: pip install cryptography") from error
    secret = password.encode() if password is not None else None
    key, certificate, others = pkcs12.load_key_and_certificates(file.read_bytes(), secret)
    if key is None or certificate is None:
        raise ValueError("filen mangler nøgle eller certifikat")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"".join((pem, *(c.public_bytes(Encoding.PEM) for c in (certificate, *others))))
