"""The examples of consumers, each run against a stub in exam mode: they do what they are to show.

Each runs as a process of its own, as a vendor would run it; node, PHP and Java by their markers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.exam import Situation

from .situations import BY_NAME, DATO, DEFECTS, LARGE, SITUATIONS, Expected
from .wire import CPR, Complaint, borger, complaints

FOLDER = Path(__file__).parents[2] / "examples"
COMMANDS = {
    "python": [sys.executable, "python/anvender.py"],
    "node": ["node", "node/anvender.js"],
    "php": ["php", "php/anvender.php"],
    "java": ["java", "java/Anvender.java"],
}
EXAMPLES = [
    "python",
    pytest.param("node", marks=pytest.mark.node),
    pytest.param("php", marks=pytest.mark.php),
    pytest.param("java", marks=pytest.mark.jdk),
]
TIMEOUT = 6.0


@contextmanager
def examining(expected: Sequence[Expected]) -> Iterator[StubServer]:
    """Run a stub that holds an exam in some situations."""
    eksamen = tuple(
        Situation(one.scenarie, one.scenarie, one.scenarie, opslag=len(one.outcomes))
        for one in expected
    )
    settings = StubSettings(dato=DATO, show_cpr=True, eksamen=eksamen)
    with StubServer(Stub(settings)).running() as server:
        yield server


def run(
    example: str,
    expected: Sequence[Expected],
    server: StubServer,
    defect: str = "",
    timeout: float = TIMEOUT,
) -> list[Complaint]:
    """Let an example do the lookups of some situations; return what there is to complain of."""
    program, *rest = COMMANDS[example]
    assert shutil.which(program), f"{program} findes ikke; installér det med: make service-packages"
    if example == "node":
        assert (FOLDER / "node/node_modules").is_dir(), "kør npm install i examples/node"
    lookups = [
        f"{borger(server, one)}@{day}" if day else borger(server, one)
        for one in expected
        for day in one.dates
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SF1472_")}
    environment |= {
        "SF1472_URL": server.url,
        "SF1472_OPSLAG": " ".join(lookups),
        "SF1472_UDFALD_URL": f"{server.base_url}/__admin/exam/outcomes",
        "SF1472_TIMEOUT": str(timeout),
        "SF1472_DEFEKT": defect,
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [program, *rest], cwd=FOLDER, env=environment, capture_output=True, timeout=300, check=False
    )
    said = done.stdout.decode(errors="replace")
    assert (done.returncode, done.stderr) == (0, b""), said + done.stderr.decode(errors="replace")
    assert len(said.splitlines()) == len(lookups), said
    assert not CPR.search(done.stdout)
    return list(complaints(server, expected, timeout))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_good_consumer(example: str) -> None:
    """Nothing to complain of in any situation."""
    with examining(SITUATIONS) as server:
        assert run(example, SITUATIONS, server) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_large_answer(example: str) -> None:
    """Ten thousand cases are read; a busy machine may take its time to write them."""
    with examining([LARGE]) as server:
        assert run(example, [LARGE], server, timeout=60) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_attempt_is_bounded_as_a_whole(example: str) -> None:
    """An answer that dribbles for two seconds is given up by who has one."""
    expected = [Expected("dryppende-svar", ("refused",), attempts=3)]
    with examining(expected) as server:
        assert run(example, expected, server, timeout=1) == []


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_defect_shows(example: str, defect: str) -> None:
    """In what it is about, and in nothing else."""
    names, kind = DEFECTS[defect]
    expected = [BY_NAME[name] for name in names]
    with examining(expected) as server:
        found = run(example, expected, server, defect)
    assert {complaint.kind for complaint in found} == {kind}, found


@pytest.mark.parametrize("example", EXAMPLES)
def test_nobody_answers(example: str) -> None:
    """Where nothing listens, an example ends like in any other fault, having told what came."""
    (one,) = expected = [BY_NAME["enkelt-svar"]]
    with examining(expected) as server:
        environment = dict(os.environ)
        environment |= {
            "SF1472_URL": "http://127.0.0.1:9/nothing-listens-here",
            "SF1472_OPSLAG": borger(server, one),
            "SF1472_UDFALD_URL": f"{server.base_url}/__admin/exam/outcomes",
        }
        subprocess.run(COMMANDS[example], cwd=FOLDER, env=environment, timeout=60, check=True)
        (mark,) = server.stub.journal.marks()
        assert mark.data["outcome"] == "refused"


def test_the_readme_names_every_program_and_defect() -> None:
    """With the defects in the order of the tests."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == list(DEFECTS)
    assert [rest for _, rest in COMMANDS.values() if f"examples/{rest}`" not in text] == []
