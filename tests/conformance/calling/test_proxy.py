"""A proxy: every call goes through it, none past it, and what is said when it does not do."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472_conformance.calling.connection import ConnectionSettings
from sf1472_conformance.calling.transport import HttpTransport
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider.judging import judge

from ..provider.modifiers import hears
from ..served import plan, served
from ..stubbed import Heard, Stubbed
from .papers import PASSWORD, Papers
from .proxying import HOST, Proxy, proxied

SOME = Selection(rules=("P-SOAP-1", "P-WSDL-1"))
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class Counting(Stubbed):
    """The stub, noting the method of each call."""

    def __init__(self) -> None:
        super().__init__(hears(self._noted))
        self.seen: list[str] = []

    def _noted(self, heard: Heard) -> Heard:
        self.seen.append(heard.method)
        return heard


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The certificates of this module."""
    return Papers(tmp_path_factory.mktemp("papirer"))


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy that takes all."""
    with proxied() as running:
        yield running


@pytest.fixture
def nothing() -> Iterator[str]:
    """An address of this machine where nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("workers", [0, 2], ids=["alone", "workers"])
def test_http_goes_through_the_proxy(
    contract: Contract, settings: Settings, proxy: Proxy, workers: int
) -> None:
    """Each call that the provider sees is one that the proxy was asked for, with its address."""
    provider = Counting()
    with served(provider) as url:
        there = url.replace("127.0.0.1", HOST)
        connection = ConnectionSettings(proxy=proxy.url)
        chosen = plan(there, settings, contract, connection=connection, selection=SOME)
        report = judge(chosen, workers).report
    assert report.outcomes["pass"] == report.total == 2
    assert sorted(provider.seen) == sorted(call.split()[0] for call in proxy.asked)
    assert all(call.split()[1].startswith(there) for call in proxy.asked)
    assert "gennem proxy" in report.provider.transport.da
    assert report.provider.options == ("--proxy",)


def test_https_goes_through_a_tunnel(
    contract: Contract, settings: Settings, proxy: Proxy, papers: Papers
) -> None:
    """Which the provider's certificate and the client's both get through."""
    with served(Stubbed(), papers.demanding(HOST)) as url:
        there = url.replace("127.0.0.1", HOST)
        given = papers.one_pem()
        connection = ConnectionSettings(proxy=proxy.url, ca=given.ca, certificate=given.certificate)
        report = judge(
            plan(there, settings, contract, connection=connection, selection=SOME)
        ).report
    assert report.outcomes["pass"] == report.total == 2
    assert {call.split()[0] for call in proxy.asked} == {"CONNECT"}
    said = report.provider.transport.da
    assert "gennem proxy, med egen CA, med klientcertifikat" in said


def test_a_tunnel_hides_no_trouble_with_certificates(
    contract: Contract, settings: Settings, proxy: Proxy, papers: Papers
) -> None:
    """The provider's certificate is blamed, not the proxy."""
    with served(Stubbed(), papers.demanding(HOST)) as url:
        there = url.replace("127.0.0.1", HOST)
        wanted = plan(there, settings, contract, connection=ConnectionSettings(proxy=proxy.url))
        with pytest.raises(KitError, match="ikke betroet"):
            judge(wanted)


def test_the_environment_says_nothing(
    contract: Contract, settings: Settings, nothing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies named there are not used: only --proxy is."""
    for name in VARIABLES:
        monkeypatch.setenv(name, nothing)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with served(Stubbed()) as url:
        report = judge(plan(url, settings, contract, selection=SOME)).report
    assert report.outcomes["pass"] == report.total == 2
    assert "uden proxy" in report.provider.transport.da


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_dead_proxy_is_named(
    contract: Contract, settings: Settings, nothing: str, scheme: str
) -> None:
    """It is the proxy, not the provider, that the user is to look at."""
    connection = ConnectionSettings(proxy=nothing.replace("//", f"//bruger:{PASSWORD}@"))
    wanted = plan(f"{scheme}://{HOST}/", settings, contract, connection=connection)
    with pytest.raises(KitError, match=r"kom ikke gennem proxyen.*Kontrollér --proxy") as error:
        judge(wanted)
    assert PASSWORD not in str(error.value)


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_proxy_with_a_password(
    contract: Contract, settings: Settings, papers: Papers, tls: bool
) -> None:
    """It stands in the proxy's address and nowhere else; without it the proxy is to be checked."""
    context = papers.demanding(HOST) if tls else None
    given = papers.one_pem() if tls else ConnectionSettings()
    with served(Stubbed(), context) as url, proxied(PASSWORD) as proxy:
        there = url.replace("127.0.0.1", HOST)
        opened = proxy.url.replace("//", "//bruger:kode@")
        parts = {"ca": given.ca, "certificate": given.certificate}
        connection = ConnectionSettings(proxy=opened, **parts)
        report = judge(
            plan(there, settings, contract, connection=connection, selection=SOME)
        ).report
        assert report.outcomes["pass"] == 2
        assert "bruger" not in report.provider.transport.da
        shut = plan(
            there, settings, contract, connection=ConnectionSettings(proxy=proxy.url, **parts)
        )
        with pytest.raises(KitError, match=r"Kontrollér --proxy.*407"):
            judge(shut)


@pytest.mark.parametrize(
    "proxy", ["proxy:3128", "socks5://proxy:1080", "http://", "", "http://a:b"]
)
def test_a_proxy_that_is_no_address(proxy: str) -> None:
    """It is refused before anything is sent, with what an address looks like."""
    with pytest.raises(KitError, match="--proxy skal være en adresse som http://"):
        HttpTransport("http://127.0.0.1:1/", ConnectionSettings(proxy=proxy))
