"""The fixtures for consumers in Python, used as a vendor uses them."""

from __future__ import annotations

import pytest

VENDOR = """
import urllib.error, urllib.request

import pytest

BODY = open({body!r}, "rb").read()


def hent(url):
    headers = {{"Content-Type": "application/soap+xml; charset=utf-8"}}
    request = urllib.request.Request(url, BODY, headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
    return opener.open(request, timeout=10).read()


@pytest.mark.parametrize("number", range(6))
def test_plain(sf1472_stub, number):
    assert b"KontrolsagStruktur" in hent(sf1472_stub.url)
    assert len(sf1472_stub.stub.journal.find(FILTER)) == 1


@pytest.mark.parametrize("number", range(6))
def test_scenario_for_one_call(sf1472_stub, sf1472_scenario, number):
    sf1472_scenario("http-503", times=1)
    with pytest.raises(urllib.error.HTTPError, match="503"):
        hent(sf1472_stub.url)
    assert b"KontrolsagStruktur" in hent(sf1472_stub.url)


def test_scenario_until_the_test_ends(sf1472_stub, sf1472_scenario):
    sf1472_scenario("ukendt-sag")
    assert [b"SAG_UKENDT" in hent(sf1472_stub.url) for _ in range(3)] == [True] * 3


def test_misspelt(sf1472_scenario):
    with pytest.raises(pytest.UsageError, match="http-503"):
        sf1472_scenario("htpt-503")
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_vendors_suite(pytester: pytest.Pytester, workers: str) -> None:
    """It passes alone and under xdist; what one test activates, the next does not see."""
    from sf1472_stub import Stub
    from sf1472_stub.provider.example import example

    found = example(Stub())
    assert found is not None
    body = pytester.path / "kald.xml"
    body.write_text(found.envelope, encoding="utf-8")
    head = "from sf1472_stub.journal import Filter\nFILTER = Filter()\n"
    pytester.makepyfile(test_vendor=head + VENDOR.format(body=str(body)))
    result = pytester.runpytest_subprocess("-n", workers, "-p", "no:cacheprovider")
    result.assert_outcomes(passed=14)


def test_the_settings_can_be_overridden(pytester: pytest.Pytester) -> None:
    """A vendor's fixture gives the stub a date, data or contract of its own."""
    pytester.makeconftest(
        """
        from datetime import date
        import pytest
        from sf1472_stub import StubSettings

        @pytest.fixture(scope="session")
        def sf1472_settings():
            return StubSettings(dato=date(2027, 1, 2))
        """
    )
    pytester.makepyfile(
        test_date="""
        from datetime import date

        def test_date(sf1472_stub):
            sf1472_stub.stub.clock.set(None)
            assert sf1472_stub.stub.clock() != date(2027, 1, 2)

        def test_date_again(sf1472_stub):
            assert sf1472_stub.stub.clock() == date(2027, 1, 2)
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)
