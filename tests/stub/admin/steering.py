"""A client of the control API that holds every answer up against its description."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode, urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI document beside the code."""
    file = files("sf1472_stub.admin").joinpath("openapi.yaml")
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def follow(node: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference in the document points at."""
    while "$ref" in node:
        target: Any = described()
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        node = target
    return node


def operation(method: str, path: str) -> dict[str, Any] | None:
    """Return the description of a method at a path, the most literal path first."""
    templates = sorted(described()["paths"], key=lambda path: path.count("{"))
    for template in templates:
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", re.escape(template).replace("\\", "")), path):
            found: dict[str, Any] | None = described()["paths"][template].get(method.lower())
            return found
    return None


@dataclass(frozen=True)
class Reply:
    """An answer of the control API."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.content)

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers["content-type"].partition(";")[0]

    @property
    def problem(self) -> tuple[int, str]:
        """Status and place of a refusal."""
        return self.status, self.json["hvor"]

    def check(self, method: str, path: str) -> None:
        """Raise when the answer is not what the description says."""
        wanted = operation(method, path)
        answers = {} if wanted is None else wanted["responses"]
        answer = follow(answers.get(str(self.status), {"$ref": "#/components/responses/Problem"}))
        schema = answer["content"][self.media]["schema"]
        if self.media.endswith("json"):
            whole = {**schema, "components": described()["components"]}
            Draft202012Validator(whole, format_checker=FormatChecker()).validate(self.json)


@dataclass(frozen=True)
class Steering:
    """Calls the control API of one stub. `headers` go with every call."""

    base_url: str
    headers: tuple[tuple[str, str], ...] = ()

    def send(
        self, method: str, path: str, content: bytes | None = None, **headers: str | None
    ) -> Reply:
        """Send bytes under `/__admin`; a header that is None is left out."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {k: v for k, v in {**dict(self.headers), **given}.items() if v is not None}
        parts = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            connection.request(method, f"/__admin{path}", content, sent)
            answer = connection.getresponse()
            lower = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, lower, answer.read())
        finally:
            connection.close()

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Reply:
        """Send JSON, and check the answer against the description."""
        content = None if body is None else json.dumps(body).encode()
        media = {} if body is None else {"Content_Type": "application/json"}
        target = f"{path}?{urlencode(query)}" if query else path
        reply = self.send(method, target, content, **media)
        reply.check(method, f"/__admin{path}")
        return reply

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of a GET that succeeds."""
        return self.done("GET", path, **query)

    def done(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Return the JSON of a call that succeeds."""
        reply = self.call(method, path, body, **query)
        assert reply.status in (200, 201), reply.content
        return reply.json
