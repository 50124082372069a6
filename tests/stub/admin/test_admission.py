"""Who may steer the stub: programs here, or whoever has the token; never another site's page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.guard import Guard

from .steering import Steering

TOKEN = "et-godt-token-æ"
OWN_NAMES = ["127.0.0.1", "127.0.0.1:8472", "127.8.8.8", "LOCALHOST:1", "[::1]:8472", "localhost"]
FOREIGN_NAMES = [
    "",
    "127.0.0.1.evil.example",
    "192.168.1.7:8472",
    "[::1",
    "[x]",
    "evil.example:8472",
    "localhost.evil.example",
]
SITES: dict[str, dict[str, str]] = {
    "another-origin": {"Origin": "http://evil.example"},
    "another-port": {"Origin": "http://localhost:3000"},
    "cross-site": {"Sec_Fetch_Site": "cross-site"},
    "sandboxed": {"Origin": "null"},
    "same-site": {"Sec_Fetch_Site": "same-site"},
}
TOKENS: dict[str, str | None] = {
    "another": "Bearer et-andet-token",
    "basic": f"Basic {TOKEN}",
    "empty": "Bearer ",
    "none": None,
    "only-the-start": f"Bearer {TOKEN[:-1]}",
    "without-kind": TOKEN,
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Steering]:
    """The control API of a stub with a token."""
    with StubServer(Stub(StubSettings(token=TOKEN))).running() as server:
        yield Steering(server.base_url)


def header(value: str | None) -> str | None:
    """Return a header's text as http.client sends it: the UTF-8 bytes."""
    return None if value is None else value.encode().decode("latin-1")


@pytest.mark.parametrize("host", sorted(OWN_NAMES))
def test_loopback_needs_no_token(admin: Steering, host: str) -> None:
    """Calls by any name that only this machine has are let in without a token."""
    assert admin.send("GET", "/clock", Host=host).status == 200


@pytest.mark.parametrize("host", sorted(FOREIGN_NAMES))
def test_a_foreign_name_is_refused(admin: Steering, host: str) -> None:
    """A page whose name was pointed at this machine sends its own name."""
    reply = admin.send("GET", "/clock", Host=host)
    assert reply.problem == (403, "Host")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", sorted(SITES))
def test_another_sites_page_is_refused(admin: Steering, name: str, method: str) -> None:
    """Whatever another site's page asks for is refused."""
    path = "/reset" if method == "POST" else "/requests"
    (told,) = SITES[name]
    reply = admin.send(method, path, **SITES[name])
    assert reply.problem == (403, told.replace("_", "-"))


def test_the_stubs_own_page_may(admin: Steering) -> None:
    """What browsers say comes from the same origin is let in."""
    host = admin.base_url.partition("://")[2]
    for headers in ({"Origin": admin.base_url}, {}):
        reply = admin.send("POST", "/reset", Sec_Fetch_Site="same-origin", Host=host, **headers)
        assert reply.status == 200


@pytest.mark.parametrize("name", sorted(TOKENS))
def test_with_a_token_no_call_goes_without_it(guarded: Steering, name: str) -> None:
    """Every address, known or not, answers 401 and says how to send the token."""
    for path in ("/clock", "/openapi.json", "/findes-ikke"):
        reply = guarded.send("GET", path, Authorization=header(TOKENS[name]))
        assert reply.problem == (401, "Authorization")
        assert reply.headers["www-authenticate"] == "Bearer"
        assert TOKEN not in reply.content.decode()


def test_the_token_opens_under_any_name(guarded: Steering) -> None:
    """The token opens a container's or a proxy's name, but never for another site's page."""
    opened = header(f"bearer {TOKEN}")
    assert guarded.send("GET", "/clock", Host="stub.example", Authorization=opened).status == 200
    reply = guarded.send("GET", "/clock", Authorization=opened, Origin="http://evil.example")
    assert reply.problem == (403, "Origin")


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "127.0.0.1, 192.0.2.7"])
def test_without_a_token_other_machines_are_refused(admin: Steering, address: str) -> None:
    """Callers behind a proxy on this machine are refused, too."""
    reply = admin.send("GET", "/clock", X_Forwarded_For=address)
    assert reply.problem == (403, "/__admin/clock")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "stub.example"])
def test_elsewhere_there_is_always_a_token(host: str) -> None:
    """The token is the one given, or one is made, another each time."""
    first, second = Guard(host).token, Guard(host, "").token
    assert Guard(host, TOKEN).token == TOKEN
    assert len(first or "") >= 32
    assert first != second


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "Localhost"])
def test_on_loopback_a_token_is_a_choice(host: str) -> None:
    """A token that was given is demanded; without one it is open."""
    assert (Guard(host, TOKEN).token, Guard(host).token) == (TOKEN, None)
