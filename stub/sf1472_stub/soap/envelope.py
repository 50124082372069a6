"""The two versions of SOAP: their names, and how an envelope of each is written."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SoapVersion:
    """One SOAP version: `media_type` without parameters, `roles` that mean this receiver."""

    name: str
    namespace: str
    media_type: str
    role: str
    roles: frozenset[str]
    _start: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        start = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{self.namespace}">'
        )
        object.__setattr__(self, "_start", start.encode())

    @property
    def content_type(self) -> str:
        """The Content-Type of an answer."""
        return f"{self.media_type}; charset=utf-8"

    def tag(self, local: str) -> str:
        """Return the qualified name of one of the version's own elements or attributes."""
        return f"{{{self.namespace}}}{local}"

    def wrap(self, content: str, headers: str = "") -> bytes:
        """Return an envelope around `content`, which may use the prefix `soap`."""
        head = f"<soap:Header>{headers}</soap:Header>" if headers else ""
        return b"".join(
            (self._start, f"{head}<soap:Body>{content}</soap:Body></soap:Envelope>".encode())
        )


SOAP11 = SoapVersion(
    name="1.1",
    namespace="http://schemas.xmlsoap.org/soap/envelope/",
    media_type="text/xml",
    role="actor",
    roles=frozenset({"", "http://schemas.xmlsoap.org/soap/actor/next"}),
)
SOAP12 = SoapVersion(
    name="1.2",
    namespace="http://www.w3.org/2003/05/soap-envelope",
    media_type="application/soap+xml",
    role="role",
    roles=frozenset(
        {
            "",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
        }
    ),
)
VERSIONS = (SOAP11, SOAP12)
BY_MEDIA_TYPE = {version.media_type: version for version in VERSIONS}
BY_NAME = {version.name: version for version in VERSIONS}
