"""Certificates made for one test run: a CA for providers, another for their clients."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509 import load_pem_x509_certificate

from sf1472_conformance.calling.connection import ConnectionSettings

PASSWORD = "rødgrød-7-med-fløde"
LONG_AGO = datetime(2020, 1, 1)


class Papers:
    """The CAs and what they issue; files are written to `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._providers, self._clients = trustme.CA(), trustme.CA()
        self._leaf = self._clients.issue_cert("klient.example")
        self.ca = self.written("ca.pem", self._providers.cert_pem.bytes())
        self.other_ca = self.written("anden-ca.pem", self._clients.cert_pem.bytes())

    def written(self, name: str, data: bytes) -> str:
        """Write a file and return its path."""
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def demanding(
        self,
        name: str = "127.0.0.1",
        *,
        until: datetime | None = None,
        newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
    ) -> ssl.SSLContext:
        """Return a provider's TLS settings: called `name`, and wanting a client certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = newest
        context.verify_mode = ssl.CERT_REQUIRED
        self._providers.issue_cert(name, not_after=until).configure_cert(context)
        self._clients.configure_trust(context)
        return context

    def one_pem(self) -> ConnectionSettings:
        """Certificate and key in one file."""
        data = self._leaf.private_key_and_cert_chain_pem.bytes()
        return ConnectionSettings(ca=self.ca, certificate=self.written("klient.pem", data))

    def two_pems(self) -> ConnectionSettings:
        """The key in a file of its own."""
        return ConnectionSettings(
            ca=self.ca, certificate=self._alone(), key=self._key(NoEncryption())
        )

    def locked_key(self) -> ConnectionSettings:
        """The key in a file of its own, opened by a password."""
        key = self._key(BestAvailableEncryption(PASSWORD.encode()))
        return ConnectionSettings(ca=self.ca, certificate=self._alone(), key=key, password=PASSWORD)

    def open_p12(self) -> ConnectionSettings:
        """PKCS#12 without a password."""
        return ConnectionSettings(ca=self.ca, certificate=self.p12("klient.p12", NoEncryption()))

    def locked_p12(self) -> ConnectionSettings:
        """PKCS#12 with one."""
        file = self.p12("klient.pfx", BestAvailableEncryption(PASSWORD.encode()))
        return ConnectionSettings(ca=self.ca, certificate=file, password=PASSWORD)

    def expired(self) -> ConnectionSettings:
        """A certificate that was good once."""
        leaf = self._clients.issue_cert("klient.example", not_after=LONG_AGO)
        data = leaf.private_key_and_cert_chain_pem.bytes()
        return ConnectionSettings(ca=self.ca, certificate=self.written("gammel.pem", data))

    def of_another_ca(self) -> ConnectionSettings:
        """A certificate that the provider has no reason to trust."""
        data = self._providers.issue_cert("klient.example").private_key_and_cert_chain_pem.bytes()
        return ConnectionSettings(ca=self.ca, certificate=self.written("fremmed.pem", data))

    def another_key(self) -> str:
        """A key that belongs to no other certificate here."""
        key = self._clients.issue_cert("en-anden.example").private_key_pem.bytes()
        return self.written("en-andens-noegle.pem", key)

    def p12(self, name: str, encryption: KeySerializationEncryption) -> str:
        """Write the client's certificate and key as PKCS#12."""
        certificate = load_pem_x509_certificate(self._leaf.cert_chain_pems[0].bytes())
        data = pkcs12.serialize_key_and_certificates(
            b"klient", self._private(), certificate, None, encryption
        )
        return self.written(name, data)

    def _alone(self) -> str:
        return self.written("kun-certifikat.pem", self._leaf.cert_chain_pems[0].bytes())

    def _key(self, encryption: KeySerializationEncryption) -> str:
        data = self._private().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
        return self.written("noegle.pem", data)

    def _private(self) -> pkcs12.PKCS12PrivateKeyTypes:
        return load_pem_private_key(self._leaf.private_key_pem.bytes(), None)  # type: ignore[return-value]


FORMS: tuple[Callable[[Papers], ConnectionSettings], ...] = (
    Papers.one_pem,
    Papers.two_pems,
    Papers.locked_key,
    Papers.open_p12,
    Papers.locked_p12,
)
