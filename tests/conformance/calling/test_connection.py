"""TLS: own CA, client certificates in every form, and what is said when they do not do."""

from __future__ import annotations

import ssl
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.calling.transport import HttpTransport
from sf1472_conformance.plan.plan import read_plan, write_plan
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge

from ..running.test_command import CPR, WHO, conform
from ..served import plan, served
from ..stubbed import Stubbed
from .papers import FORMS, LONG_AGO, PASSWORD, Papers

ONE = Selection(rules=("P-SOAP-1",))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The certificates of this module."""
    return Papers(tmp_path_factory.mktemp("papirer"))


@pytest.fixture(scope="module")
def address(papers: Papers) -> Iterator[str]:
    """The stub, which demands a client certificate."""
    with served(Stubbed(), papers.demanding()) as url:
        yield url


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("workers", [0, 2], ids=["alone", "workers"])
def test_a_client_certificate_in_any_form(
    address: str,
    papers: Papers,
    settings: Settings,
    contract: Contract,
    form: Callable[[Papers], ConnectionSettings],
    workers: int,
) -> None:
    """The provider is judged, in this process and by workers, and the report says how."""
    connection = form(papers)
    run = judge(plan(address, settings, contract, connection=connection, selection=ONE), workers)
    assert run.report.outcomes["pass"] == run.report.total == 1
    said = run.report.provider.transport
    assert "HTTPS, " in said.da
    assert "med egen CA, med klientcertifikat" in said.da
    assert "with an own CA, with a client certificate" in said.en
    assert PASSWORD.encode() not in msgspec.json.encode(run.report)
    assert {"--ca", "--cert"} <= set(run.report.provider.options)


def no_ca(papers: Papers) -> ConnectionSettings:
    """The certificate alone."""
    return ConnectionSettings(certificate=papers.one_pem().certificate)


def another_ca(papers: Papers) -> ConnectionSettings:
    """A CA that did not issue the provider's certificate."""
    return ConnectionSettings(ca=papers.other_ca)


def nothing_shown(papers: Papers) -> ConnectionSettings:
    """The right CA and no certificate."""
    return ConnectionSettings(ca=papers.ca)


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (no_ca, r"ikke betroet.*Angiv CA'ens certifikat \(en PEM-fil\) med --ca"),
        (another_ca, "ikke betroet.*ikke udstedt af den CA, der er angivet med --ca"),
        (nothing_shown, "Kræver den et klientcertifikat, så angiv det med --cert"),
        (Papers.of_another_ca, "afviste klientcertifikatet.*CA, som udbyderen ikke kender"),
        (Papers.expired, "afviste klientcertifikatet, fordi det er udløbet"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_either_side_does_not_accept_is_explained(
    contract: Contract,
    papers: Papers,
    settings: Settings,
    given: Callable[[Papers], ConnectionSettings],
    said: str,
    newest: ssl.TLSVersion,
) -> None:
    """The error says what to do, by TLS 1.2 and by 1.3, where refusals come at different times."""
    with (
        served(Stubbed(), papers.demanding(newest=newest)) as url,
        pytest.raises(KitError, match=f"{url} kan ikke nås.*{said}"),
    ):
        judge(plan(url, settings, contract, connection=given(papers)))


def expired(papers: Papers) -> AbstractContextManager[str]:
    """A provider whose certificate was good once."""
    return served(Stubbed(), papers.demanding(until=LONG_AGO))


def misnamed(papers: Papers) -> AbstractContextManager[str]:
    """A provider that shows another's certificate."""
    return served(Stubbed(), papers.demanding("udbyder.example"))


def without_tls(_: Papers) -> AbstractContextManager[str]:
    """A provider that speaks plain HTTP."""
    return served(Stubbed())


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        (expired, "certifikat er udløbet eller gælder ikke endnu"),
        (misnamed, r"certifikat gælder ikke for 127\.0\.0\.1"),
        (without_tls, "svares der ikke med TLS"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_provider_with_the_wrong_papers_is_explained(
    contract: Contract,
    papers: Papers,
    settings: Settings,
    provider: Callable[[Papers], AbstractContextManager[str]],
    said: str,
) -> None:
    """Expired, of another name, or none at all."""
    with provider(papers) as url:
        there = plan(
            url.replace("http:", "https:"), settings, contract, connection=papers.one_pem()
        )
        with pytest.raises(KitError, match=said):
            judge(there)


def test_http_where_tls_is_spoken_is_explained(
    address: str, settings: Settings, contract: Contract
) -> None:
    """The address is to begin with https."""
    with pytest.raises(KitError, match="skal adressen begynde med https://"):
        judge(plan(address.replace("https:", "http:"), settings, contract))


def wrong(
    papers: Papers, form: Callable[[Papers], ConnectionSettings], **parts: str | None
) -> ConnectionSettings:
    """Return what `form` gives with some of it wrong."""
    return msgspec.structs.replace(form(papers), **parts)


@pytest.mark.parametrize(
    ("form", "parts", "said"),
    [
        (Papers.one_pem, {"ca": "findes-ikke.pem"}, r"findes-ikke\.pem kan ikke læses"),
        (Papers.one_pem, {"ca": "{noise}"}, r"CA-filen .*noise\.bin indeholder intet certifikat"),
        (Papers.one_pem, {"ca": "{broken}"}, r"CA-filen .*broken\.pem kan ikke bruges"),
        (Papers.one_pem, {"certificate": "findes-ikke"}, "findes-ikke kan ikke læses"),
        (Papers.one_pem, {"certificate": "{noise}"}, r"noise\.bin er ikke et certifikat"),
        (Papers.one_pem, {"certificate": "{broken}"}, r"broken\.pem indeholder ingen privat nøgle"),
        (Papers.one_pem, {"certificate": "{der}"}, r"der\.cer kan ikke åbnes"),
        (Papers.two_pems, {"key": None}, "kun-certifikat.pem indeholder ingen privat nøgle.*--key"),
        (Papers.two_pems, {"key": "{another}"}, "noegle.pem hører ikke til certifikatet i .*kun-"),
        (Papers.two_pems, {"certificate": None}, "--key bruges sammen med --cert"),
        (Papers.locked_key, {"password": None}, "noegle.pem er krypteret; angiv kodeordet"),
        (Papers.locked_key, {"password": "forkert"}, "Kodeordet passer ikke til nøglen i .*noegle"),
        (Papers.locked_key, {"password": "x" * 2000}, "Kodeordet passer ikke til nøglen i .*noeg"),
        (Papers.locked_p12, {"password": None}, r"klient\.pfx kan ikke åbnes: angiv kodeordet"),
        (Papers.locked_p12, {"password": "forkert"}, r"klient\.pfx kan ikke åbnes: kodeordet pass"),
        (Papers.open_p12, {"key": "{another}"}, r"--key bruges ikke sammen med .*klient\.p12"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    papers: Papers,
    form: Callable[[Papers], ConnectionSettings],
    parts: dict[str, str | None],
    said: str,
) -> None:
    """The error names the file and what is wrong with it, and never the password."""
    files = {
        "noise": papers.written("noise.bin", b"\x00\x01 intet certifikat"),
        "broken": papers.written("broken.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n"),
        "der": papers.written("der.cer", b"\x30\x82\x01\x0a"),
        "another": papers.another_key(),
    }
    there = {name: text.format(**files) if text else text for name, text in parts.items()}
    with pytest.raises(KitError, match=said) as error:
        HttpTransport("https://127.0.0.1:1/", wrong(papers, form, **there))
    assert (there.get("password") or PASSWORD) not in str(error.value)


def test_pkcs12_needs_a_package(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the error names the file and the package."""
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(KitError, match=r"klient\.p12 er PKCS#12.*pip install cryptography"):
        papers.open_p12().context()


def test_certificates_are_not_left_unused(papers: Papers) -> None:
    """An address without TLS has no use for them, and that is said."""
    for connection in (papers.one_pem(), ConnectionSettings(ca=papers.ca)):
        with pytest.raises(KitError, match="--ca og --cert bruges ikke"):
            HttpTransport("http://127.0.0.1:1/", connection)


def test_the_plan_is_private(tmp_path: Path, settings: Settings, contract: Contract) -> None:
    """The file that workers read may hold a password, so only its owner can read it."""
    one = plan("https://u/", settings, contract, connection=ConnectionSettings(password=PASSWORD))
    write_plan(one, tmp_path / "plan.json")
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o600
    assert read_plan(tmp_path / "plan.json") == one


@pytest.mark.parametrize("by", ["option", "environment"])
def test_all_of_it_on_the_command_line(
    address: str,
    papers: Papers,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    by: str,
) -> None:
    """A PKCS#12 file and its password, which is shown nowhere."""
    given = papers.locked_p12()
    words = ["--url", address, "--ca", given.ca or "", "--cert", given.certificate or ""]
    if by == "option":
        words += ["--cert-password", PASSWORD]
    else:
        monkeypatch.setenv("SF1472_CERT_PASSWORD", PASSWORD)
    folder = tmp_path / "rapport"
    words += ["--report", str(folder), "--rule", "P-SOAP-*", *WHO, *CPR]
    assert conform("provider", *words) == 0
    said = capsys.readouterr()
    files = [file for file in folder.rglob("*") if file.is_file()]
    shown = [said.out, said.err, *(file.read_text(encoding="utf-8") for file in files)]
    assert not any(PASSWORD in text for text in shown)
    assert "med egen CA, med klientcertifikat" in (folder / "rapport.html").read_text("utf-8")
