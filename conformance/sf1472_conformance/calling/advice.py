"""Why a call came to nothing, in words that say what to do (`texts.toml`, section `trouble`)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.texts import trouble

# OpenSSL's own numbers (x509_vfy.h), which the ssl module does not name
_TIME = (9, 10)  # not yet valid, expired
_NAME = (62, 64)  # another host name, another IP address
_TLS_ALERTS = ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED", "HANDSHAKE_FAILURE")
_BROKEN_OFF = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.ConnectError)


def advice(problem: Exception, url: str, connection: ConnectionSettings) -> Wording:
    """Return what to do about `problem`, which a call to `url` by `connection` met."""
    host = urlsplit(url).hostname or ""
    return trouble(_key(problem, url, connection), host=host, timeout=f"{connection.timeout:g}")


def _key(problem: Exception, url: str, connection: ConnectionSettings) -> str:
    causes = list(_causes(problem))
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return _untrusted(tls, connection)
    if tls is not None and not isinstance(tls, ssl.SSLEOFError):
        return _alert(tls.reason or "", connection)
    connecting = isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout)
    if isinstance(problem, httpx.ProxyError) or (connecting and connection.proxy is not None):
        return "proxy"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "name"
    if isinstance(problem, httpx.TimeoutException):
        return "timeout"
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
    if isinstance(problem, _BROKEN_OFF) and not refused and url.startswith("https:"):
        return "wants_certificate" if connection.certificate is None else "other"
    return "no_http" if isinstance(problem, httpx.RemoteProtocolError) else "other"


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def _untrusted(error: ssl.SSLCertVerificationError, connection: ConnectionSettings) -> str:
    if error.verify_code in _TIME:
        return "expired"
    if error.verify_code in _NAME:
        return "wrong_name"
    return "untrusted" if connection.ca is None else "untrusted_by_ca"


def _alert(reason: str, connection: ConnectionSettings) -> str:
    """Return the word for what the other side said, or for what it did not speak."""
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return "no_tls"
    if not any(word in reason for word in _TLS_ALERTS):
        return "tls"
    if connection.certificate is None:
        return "wants_certificate"
    return "client_expired" if reason.endswith("EXPIRED") else "refuses_certificate"
