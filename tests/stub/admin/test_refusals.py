"""What the control API does not take: told as JSON, with place and status, never a traceback."""

from __future__ import annotations

import logging

import pytest

from sf1472_stub import StubServer
from sf1472_stub.admin.resource import MAX_BODY

from .steering import Reply, Steering

ACTIVATE = "/scenarios/http-503/activate"
BODIES: dict[str, tuple[str, str, bytes, int, str]] = {
    "clock-empty": ("PUT", "/clock", b"", 400, "krop"),
    "clock-list": ("PUT", "/clock", b"[]", 400, "krop"),
    "clock-number": ("PUT", "/clock", b'{"date": 20260501}', 400, "date"),
    "clock-unknown-field": ("PUT", "/clock", b'{"date": null, "x": 1}', 400, "krop"),
    "deep": ("POST", "/citizens", b"[" * 100_000, 400, "krop"),
    "lone-surrogate": (
        "POST",
        "/citizens",
        rb'{"cpr": "0113805001", "viser": "\ud800"}',
        400,
        "krop",
    ),
    "not-json": ("POST", ACTIVATE, b"times=2", 400, "krop"),
    "not-utf-8": ("POST", ACTIVATE, b'{"times": "\xff"}', 400, "krop"),
    "state-missing": ("PUT", "/scenarios/foerste-kald-fejler/state", b"{}", 400, "krop"),
    "times-null-byte": ("POST", ACTIVATE, b'{"times": "\\u0000"}', 400, "times"),
    "times-text": ("POST", ACTIVATE, b'{"times": "2"}', 400, "times"),
    "times-zero": ("POST", ACTIVATE, b'{"times": 0}', 400, "times"),
    "too-large": ("POST", ACTIVATE, b" " * (MAX_BODY + 1), 413, "krop"),
}
QUERIES: dict[str, tuple[str, str]] = {
    "format-unknown": ("/requests/export?format=xml", "format"),
    "limit-in-words": ("/requests?limit=alle", "limit"),
    "limit-negative": ("/requests?limit=-1", "limit"),
    "limit-too-large": ("/requests?limit=1001", "limit"),
    "limit-zero": ("/requests/unmatched/near-misses?limit=0", "limit"),
    "name-twice": ("/requests?status=200&status=500", "/__admin/requests"),
    "name-unknown": ("/requests?cpr=1", "/__admin/requests"),
    "name-unknown-count": ("/requests/count?limit=1", "/__admin/requests/count"),
    "problem-in-words": ("/requests?problem=ja", "problem"),
    "status-huge": ("/requests/count?status=99999999999999999999", "status"),
    "status-in-words": ("/requests/count?status=ok", "status"),
}
MEDIA: dict[str, str | None] = {
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data; boundary=x",
    "none": None,
    "text": "text/plain",
    "text-that-looks-like-json": "text/plain; application/json",
}


def refused(reply: Reply, method: str, path: str) -> tuple[int, str]:
    """Return status and place of a refusal that is as described."""
    assert reply.media == "application/problem+json"
    reply.check(method, f"/__admin{path}")
    assert b"Traceback" not in reply.content
    return reply.problem


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_wrong_body_is_refused(admin: Steering, name: str) -> None:
    """The answer names the element that is wrong, and the next call is answered."""
    method, path, body, status, where = BODIES[name]
    reply = admin.send(method, path, body, Content_Type="application/json")
    assert refused(reply, method, path) == (status, where)
    assert not any(s["active"] for s in admin.get("/scenarios")["scenarios"])


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_wrong_query_is_refused(admin: Steering, name: str) -> None:
    """The answer names the parameter that is wrong."""
    path, where = QUERIES[name]
    reply = admin.send("GET", path)
    assert refused(reply, "GET", path.partition("?")[0]) == (400, where)


@pytest.mark.parametrize("name", sorted(MEDIA))
def test_only_json_is_taken(admin: Steering, name: str) -> None:
    """A web page may send the others anywhere; 415 says what to send."""
    reply = admin.send("POST", ACTIVATE, b'{"times": 1}', Content_Type=MEDIA[name])
    assert refused(reply, "POST", ACTIVATE) == (415, "Content-Type")
    assert "application/json" in reply.json["fejl"]


def test_a_form_without_fields_is_not_taken_either(admin: Steering) -> None:
    """What a page's button sends has no body, but a media type."""
    reply = admin.send("POST", "/reset", b"", Content_Type="application/x-www-form-urlencoded")
    assert refused(reply, "POST", "/reset") == (415, "Content-Type")


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_be_called_so_in_any_way(admin: Steering, media: str) -> None:
    """Parameters and capitals do not matter."""
    assert admin.send("POST", ACTIVATE, b'{"times": 1}', Content_Type=media).status == 200


@pytest.mark.parametrize(
    "path", ["", "/", "/findes-ikke", "/scenarios/", "/requests/a/b", "/clock/x"]
)
def test_what_is_no_address_is_not_found(admin: Steering, path: str) -> None:
    """Any method gets 404 and the address that lists them all."""
    for method in ("GET", "POST", "DELETE"):
        reply = admin.send(method, path)
        assert refused(reply, method, path) == (404, f"/__admin{path}")
        assert "/__admin/openapi.json" in reply.json["fejl"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/scenarios", "GET"),
        ("GET", "/reset", "POST"),
        ("OPTIONS", "/citizens", "GET, POST"),
        ("PATCH", "/clock", "GET, PUT, DELETE"),
        ("POST", "/requests", "GET, DELETE"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    admin: Steering, method: str, path: str, allowed: str
) -> None:
    """The answer is 405 and names the methods in Allow."""
    reply = admin.send(method, path)
    assert refused(reply, method, path) == (405, f"/__admin{path}")
    assert reply.headers["allow"] == allowed


def test_head_is_get_without_a_body(admin: Steering) -> None:
    """HEAD has the headers of GET and no body."""
    head, get = admin.send("HEAD", "/clock"), admin.send("GET", "/clock")
    assert (head.status, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_nothing_is_cached(admin: Steering) -> None:
    """Answers change with every call."""
    assert admin.send("GET", "/clock").headers["cache-control"] == "no-store"


def test_an_unforeseen_error_is_told_without_its_text(
    admin: Steering,
    server: StubServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The answer is 500 as JSON; the log has kind and place, nothing the caller sent."""
    sent = "0101900000"

    def broken(_: object) -> None:
        raise RuntimeError(sent)

    monkeypatch.setattr(server.stub.clock, "set", broken)
    with caplog.at_level(logging.ERROR, "sf1472_stub"):
        reply = admin.call("PUT", "/clock", {"date": None})
    assert reply.problem == (500, "/__admin/clock")
    assert "RuntimeError" in caplog.text
    assert sent not in caplog.text + reply.content.decode()
