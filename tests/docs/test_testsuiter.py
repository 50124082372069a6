"""docs/testsuiter.md: what it tells other languages to call is what the control API has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest

from sf1472_stub import Stub, StubServer

PAGE = (Path(__file__).parents[2] / "docs" / "testsuiter.md").read_text(encoding="utf-8")

MAIN = """
final class Howto {
    public static void main(String[] args) throws Exception {
        Stub.reset();
        Stub.scenario("http-503", 1);
        System.out.println(Stub.requests());
    }
}
"""


def paths() -> list[str]:
    """Return the addresses that the page names, placeholders filled in."""
    found = re.findall(r"/__admin/[a-z0-9/{}$+\". -]*[a-z]", PAGE)
    filled = {re.sub(r"\" \+ navn \+ \"|\{navn\}|\$navn", "http-503", path) for path in found}
    return sorted(path.split(" ")[0] for path in filled)


@pytest.mark.parametrize("path", paths())
def test_every_address_on_the_page_is_there(path: str) -> None:
    """The stub answers it, by POST where something is told and by GET where something is asked."""
    body = b"{}" if path.endswith(("/reset", "/activate")) else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with StubServer(Stub()).running() as server:
        url, headers = server.base_url + path, {"Content-Type": "application/json"}
        with opener.open(urllib.request.Request(url, body, headers), timeout=10) as answer:
            assert answer.status in (200, 204)


@pytest.mark.jdk
def test_the_java_class_works(tmp_path: Path) -> None:
    """The class compiles as printed, and when it has run the scenario is on for one call."""
    java = shutil.which("java")
    assert java is not None, "testen kræver en JDK (Debian: default-jdk-headless)"
    source = re.findall(r"```java\n(.*?)```", PAGE, re.DOTALL)[0]
    imports, _, rest = source.partition("final class")
    file = tmp_path / "Howto.java"
    file.write_text(f"{imports}{MAIN}final class{rest}", encoding="utf-8")
    with StubServer(Stub()).running() as server:
        result = subprocess.run(
            [java, f"-Dsf1472.base={server.base_url}", str(file)],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["requests"] == []
        assert server.stub.scenarios.active == {"SC-HTTP-3": 1}
