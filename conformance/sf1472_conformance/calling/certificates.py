"""TLS settings from the user's files: CAs to trust, and a certificate to show.

Every file that cannot be used is named in a KitError that says what to do about it.
"""

from __future__ import annotations

import secrets
import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

from sf1472.errors import KitError

_ASK = "angiv kodeordet i SF1472_CERT_PASSWORD eller med --cert-password"


def trusting(ca: str | None) -> ssl.SSLContext:
    """Return settings that trust the CAs in the file `ca` (PEM) alone, or the machine's own."""
    if ca is not None and b"CERTIFICATE-----" not in _read(Path(ca)):
        raise KitError(f"CA-filen {ca} indeholder intet certifikat; den skal være i PEM")
    try:
        return ssl.create_default_context(cafile=ca)
    except ssl.SSLError as error:
        raise KitError(f"CA-filen {ca} kan ikke bruges: {error}") from error


def present(
    context: ssl.SSLContext, certificate: str, key: str | None, password: str | None
) -> None:
    """Make `context` show a client certificate, with the chain and the key that belong to it.

    The file is PEM, with `key` when that lies apart, or PKCS#12, and `password` opens the key.
    """
    file, data = Path(certificate), _read(Path(certificate))
    if b"-----BEGIN " in data:
        _present_pem(context, file, Path(key) if key is not None else file, password)
    elif data.startswith(b"\x30"):  # DER, as PKCS#12 is
        if key is not None:
            raise KitError(f"--key bruges ikke sammen med {file}: PKCS#12 indeholder selv nøglen")
        _present_pkcs12(context, file, password)
    else:
        raise KitError(f"{file} er ikke et certifikat: filen er hverken PEM eller PKCS#12")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise KitError(f"{file} kan ikke læses: {error.strerror}") from error


def _present_pem(context: ssl.SSLContext, file: Path, key: Path, password: str | None) -> None:
    secret = _read(key)
    if b"CERTIFICATE-----" not in _read(file):
        raise KitError(f"{file} indeholder intet certifikat")
    if b"PRIVATE KEY-----" not in secret:
        raise KitError(f"{key} indeholder ingen privat nøgle; angiv filen med nøglen med --key")

    def opened() -> str:  # else OpenSSL would ask on the terminal
        if password is None:
            raise KitError(f"Nøglen i {key} er krypteret; {_ASK}")
        return password

    try:
        context.load_cert_chain(file, key, opened)
    except (OSError, ValueError) as error:
        if getattr(error, "reason", None) == "KEY_VALUES_MISMATCH":
            raise KitError(f"Nøglen i {key} hører ikke til certifikatet i {file}") from error
        if b"ENCRYPTED" in secret:
            raise KitError(f"Kodeordet passer ikke til nøglen i {key}") from error
        raise KitError(f"Klientcertifikatet i {file} kan ikke bruges: {error}") from error


def _present_pkcs12(context: ssl.SSLContext, file: Path, password: str | None) -> None:
    """Show what a PKCS#12 file holds; the ssl module reads files only, so it goes through one."""
    once = secrets.token_urlsafe()  # the key never lies open on the disk
    with TemporaryDirectory(prefix="sf1472-") as folder:
        pem = Path(folder) / "klient.pem"
        pem.touch(mode=0o600)
        pem.write_bytes(_unpacked(file, password, once))
        try:
            context.load_cert_chain(pem, password=once)
        except ssl.SSLError as error:
            raise KitError(f"Klientcertifikatet i {file} kan ikke bruges: {error}") from error


def _unpacked(file: Path, password: str | None, once: str) -> bytes:
    """Return key (encrypted with `once`) and certificates of a PKCS#12 file as PEM."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import (
            BestAvailableEncryption,
            Encoding,
            PrivateFormat,
            pkcs12,
        )
    except ImportError as error:
        raise KitError(
            f"{file} er PKCS#12, som kræver cryptography: installér med pip install cryptography"
        ) from error
    opener = password.encode() if password is not None else None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(_read(file), opener)
    except (ValueError, UnsupportedAlgorithm) as error:
        why = "kodeordet passer ikke" if password is not None else f"{_ASK}, hvis den har et"
        raise KitError(
            f"PKCS#12-filen {file} kan ikke åbnes: {why}, eller filen er ikke PKCS#12"
        ) from error
    if key is None or certificate is None:
        raise KitError(f"PKCS#12-filen {file} mangler nøgle eller certifikat")
    locked = BestAvailableEncryption(once.encode())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    return b"".join((pem, *(c.public_bytes(Encoding.PEM) for c in (certificate, *others))))
