"""SOAP headers of the user's: in every envelope, once, and in nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.messages import soap

from ..provider.modifiers import Message, refuses
from ..running.test_command import CPR, WHO, conform
from ..served import served
from ..stubbed import Stubbed

ACCESS = "<a:Adgang xmlns:a='urn:adgang'>blåbær</a:Adgang>"
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "utf-8": bytes,
    "utf-8 with mark": lambda envelope: b"\xef\xbb\xbf" + envelope,
    "utf-16": lambda envelope: envelope.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "no declaration": lambda envelope: envelope.partition(b"?>\n")[2],
}


class WantsAccess(Stubbed):
    """The stub, refusing each message without the user's header and keeping it."""

    def __init__(self) -> None:
        super().__init__(refuses(self._unwelcome))
        self.welcome, self.refused = 0, list[bytes]()

    def _unwelcome(self, m: Message) -> bool:
        if m.root is None or m.parts is None:
            return False
        if m.root.findtext("{*}Header/{urn:adgang}Adgang") != "blåbær":
            self.refused.append(m.heard.body)
            return True
        self.welcome += 1
        return False


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("header", ["", "<y:Andet xmlns:y='urn:y'/>"])
def test_they_come_first_in_the_header(version: str, encoding: str, header: str) -> None:
    """A header is made where there was none, and a call sent again does not get them twice."""
    connection = ConnectionSettings(headers=ACCESS)
    envelope = ENCODINGS[encoding](soap.write("<a/>", version, header))
    sent = connection.with_headers(envelope)
    tags = [element.tag for element in soap.read(sent).headers]
    assert tags == ["{urn:adgang}Adgang", "{urn:y}Andet"][: len(tags)]
    assert len(tags) == 1 + bool(header)
    assert connection.with_headers(sent) == sent


@pytest.mark.parametrize("body", [b"", b"ikke XML", b"\xff\xfe\xfa", b"<a><b/></a>"])
def test_what_is_no_envelope_stays_as_it_is(body: bytes) -> None:
    """Byte for byte."""
    assert ConnectionSettings(headers=ACCESS).with_headers(body) == body


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    """A message that is wrong on purpose is wrong in the same way with the headers."""
    envelope = soap.write("<a>\ufffd</a>", "1.2").replace("\ufffd".encode(), b"\xff\xfe\xfa")
    sent = ConnectionSettings(headers=ACCESS).with_headers(envelope)
    assert sent.replace(f"<soap:Header>{ACCESS}</soap:Header>".encode(), b"") == envelope


def test_every_envelope_has_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A provider that takes nothing without them, given on the command line, breaks no rule."""
    (tmp_path / "adgang.xml").write_text(
        f"<?xml version='1.0' encoding='utf-8'?>\n{ACCESS}\n", encoding="utf-8"
    )
    provider = WantsAccess()
    words = ["--soap-headers", str(tmp_path / "adgang.xml"), "--examples", "2", *WHO, *CPR]
    with served(provider) as url:
        code = conform("provider", "--url", url, "--report", str(tmp_path / "rapport"), *words)
    assert provider.refused == []
    assert provider.welcome > 100
    assert code == 0, capsys.readouterr().out
    page = (tmp_path / "rapport" / "rapport.html").read_text(encoding="utf-8")
    assert "med egne SOAP-hoveder, uden token" in page
