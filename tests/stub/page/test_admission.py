"""What keeps the page to itself: headers and the token."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest

from sf1472_stub import Stub, StubServer, StubSettings

from .reader import BROWSER, OWN_FORM, Reader

TOKEN = "nøgle:1"

ADDRESSES = (
    "/",
    "/borgere",
    "/journal",
    "/kald/x",
    "/om",
    "/scenarier",
    "/side/findes-ikke.css",
    "/side/ikon.svg",
    "/side/side.css",
    "/side/side.js",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_security_headers_are_everywhere(reader: Reader, address: str) -> None:
    """Nothing from elsewhere is loaded, framed, guessed at or kept."""
    headers = reader.get(address).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [a for a in ADDRESSES if not a.startswith("/side/")])
def test_a_page_needs_nothing_from_elsewhere(reader: Reader, address: str) -> None:
    """No address of another host is loaded, and no style or script stands in the page."""
    html = reader.get(address).text
    assert [part for part in html.split('src="')[1:] if not part.startswith("/side/")] == []
    assert "style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count('<script src="/side/side.js"')


def test_static_files_have_their_types(reader: Reader) -> None:
    """With nosniff a wrong type would leave the page bare."""
    found = {
        name: reader.get(f"/side/{name}").headers["content-type"].partition(";")[0]
        for name in ("ikon.svg", "side.css", "side.js")
    }
    assert found == {
        "ikon.svg": "image/svg+xml",
        "side.css": "text/css",
        "side.js": "text/javascript",
    }


@pytest.fixture(scope="module")
def guarded_server() -> Iterator[StubServer]:
    """A stub with a token."""
    with StubServer(Stub(StubSettings(token=TOKEN))).running() as server:
        yield server


@pytest.fixture
def guarded(guarded_server: StubServer) -> str:
    """The address of a page that asks for a token."""
    return guarded_server.base_url


def basic(password: str) -> str:
    """Return what a browser sends for a password."""
    return "Basic " + base64.b64encode(f"bruger:{password}".encode()).decode()


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "/kald/x"])
def test_a_token_guards_every_page(guarded: str, address: str) -> None:
    """Without it a browser is made to ask; with it the page comes."""
    without = httpx.get(guarded + address, headers=BROWSER)
    assert without.status_code == 401
    assert without.headers["WWW-Authenticate"].startswith("Basic ")
    given = {**BROWSER, "Authorization": basic(TOKEN)}
    assert httpx.get(guarded + address, headers=given).status_code in (200, 404)


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(basic("andet"), id="wrong"),
        pytest.param("Basic %%%", id="no-base64"),
        pytest.param("Basic " + base64.b64encode(b"a:\xff").decode(), id="no-utf8"),
        pytest.param(f"Digest {TOKEN}", id="other-scheme"),
        pytest.param("Bearer", id="nothing"),
    ],
)
def test_a_wrong_token_opens_nothing(guarded_server: StubServer, authorization: str) -> None:
    """A wrong token opens neither pages nor forms."""
    headers = {**BROWSER, **OWN_FORM, "Authorization": authorization.encode()}
    address = guarded_server.base_url + "/scenarier/SC-HTTP-3/aktiver"
    assert httpx.post(address, headers=headers).status_code == 401
    assert not guarded_server.stub.scenarios.active


def test_a_bearer_may_come_too(guarded: str) -> None:
    """What the control API takes, the page takes."""
    given = {**BROWSER, "Authorization": f"Bearer {TOKEN}".encode()}
    assert httpx.get(guarded + "/", headers=given).status_code == 200


@pytest.mark.parametrize("host", ["ond.example", "stub.test:80", "10.0.0.1"])
def test_without_a_token_other_names_are_refused(reader: Reader, host: str) -> None:
    """A page elsewhere may point its own name at this machine; it reads nothing by it."""
    answer = reader.get("/scenarier", Host=host)
    assert answer.status_code == 403
    assert "SC-HTTP-3" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8472"])
def test_this_machines_own_names_are_taken(reader: Reader, host: str) -> None:
    """A name of this machine's own is taken however one writes it."""
    assert reader.get("/scenarier", Host=host).status_code == 200


def test_with_a_token_any_name_will_do(guarded: str) -> None:
    """A stub in a container is known by a name of its own."""
    given = {**BROWSER, "Authorization": basic(TOKEN), "Host": "stub.test:8472"}
    assert httpx.get(guarded + "/", headers=given).status_code == 200


def test_the_overview_needs_no_token(guarded: str) -> None:
    """Addresses are no secret, and a health check may look."""
    assert httpx.get(guarded + "/").text.startswith("SF1472 stub")
