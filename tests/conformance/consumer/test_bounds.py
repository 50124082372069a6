"""What bounds an exam: deadlines and signals, and what is judged of who was stopped by them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472_conformance.catalogue import Role
from sf1472_conformance.consumer import conduct, recording, situations
from sf1472_conformance.consumer.judging import judge_journal
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.verdict.result import RuleOutcome

from .anvender import Anvender
from .command import LOOKUPS, consumer, missing, outcomes, report_in
from .conftest import held

Hurry = Callable[[float], None]


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Hurry:
    """Shorten the deadline of every situation."""

    def shorten(deadline: float) -> None:
        every = situations.load_situations().items()
        known = {id_: replace(situation, deadline=deadline) for id_, situation in every}
        for module in (situations, recording):
            monkeypatch.setattr(module, "load_situations", lambda: known)
        monkeypatch.setattr(conduct, "ASIDE", deadline)

    return shorten


def only(*ids: str) -> tuple[str, ...]:
    """Return the words of the command line that choose situations."""
    return tuple(word for id_ in ids for word in ("--situation", id_))


def test_a_command_that_hangs_in_a_situation_is_ended(
    hurry: Hurry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The situation is named, and what was seen is judged."""
    hurry(2)
    chosen = only("S-SVAR-1", "S-TID-3", "S-SLUT-1")
    command = f"SF1472_TAALMOD=100 {LOOKUPS}"
    begun = time.monotonic()
    assert consumer("--run", command, *chosen, "--report", str(tmp_path)) == 2
    assert time.monotonic() - begun < 30
    assert "kommandoens tid var gået i S-TID-3" in capfd.readouterr().out
    assert missing(tmp_path) == ["S-SLUT-1"]
    assert outcomes(tmp_path)["C-TID-2"] == "inconclusive"  # two seconds prove nothing
    marks = (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert [m["mark"] for m in map(json.loads, marks) if m.get("mark") in ("cut", "left")] == [
        "cut",
        "left",
    ]


def test_a_command_that_never_calls_again_is_ended(
    hurry: Hurry, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The situation that waits is named."""
    hurry(1)
    command = f"{LOOKUPS} 0113809915; sleep 60"
    chosen = only("S-SVAR-1", "S-SLUT-1")
    assert consumer("--run", command, *chosen, "--report", str(tmp_path)) == 2
    assert "kommandoens tid var gået i S-SLUT-1" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("pause", "outcome"), [("0.5", "inconclusive"), ("0.05", "fail")], ids=["few", "many"]
)
def test_who_was_stopped_did_not_give_up(
    hurry: Hurry, tmp_path: Path, pause: str, outcome: str
) -> None:
    """A consumer that tries for ever passes no rule on giving up; what it broke, it broke."""
    hurry(2)
    command = f"SF1472_IGEN={pause} {LOOKUPS} {{cpr}}"
    chosen = only("S-HTTP-1", "S-HTTP-5", "S-SLUT-1")
    consumer("--run", command, *chosen, "--report", str(tmp_path))
    rules = {rule["id"]: rule for rule in report_in(tmp_path)["rules"]}
    assert rules["C-IGEN-1"]["outcome"] == outcome
    assert rules["C-IGEN-7"]["outcome"] == "fail"
    if outcome == "inconclusive":
        assert "stoppet udefra" in rules["C-IGEN-1"]["reason"]["da"]
    assert (
        "kommandoens tid var gået i S-HTTP-1, S-HTTP-5"
        in (report_in(tmp_path)["consumer"]["ended"]["da"])
    )


class Hangs(Anvender):
    """It waits for ever, or until the exam stops it."""

    attempts = 1


def mark(kind: str, later: float, than: str, **data: str) -> bytes:
    """Return a mark so many seconds after a moment."""
    moment = datetime.fromisoformat(than.replace("Z", "+00:00")) + timedelta(seconds=later)
    fields = {"id": "99999999", "time": moment.isoformat(), "mark": kind, "data": data}
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    ("marks", "outcome"),
    [
        ((("cut", 180), ("ended", 181)), RuleOutcome.FAIL),
        ((("ended", 90),), RuleOutcome.FAIL),
        ((("cut", 20), ("ended", 21)), RuleOutcome.INCONCLUSIVE),
        ((("cut", 20), ("left", 20.1), ("ended", 21)), RuleOutcome.INCONCLUSIVE),
        ((("left", 19.9), ("cut", 20), ("ended", 21)), RuleOutcome.PASS),
        ((("begun", 900), ("ended", 999)), RuleOutcome.INCONCLUSIVE),
    ],
    ids=["deadline", "ctrl-c", "too-soon", "killed", "gave-up", "resumed"],
)
def test_who_waits_until_stopped_has_waited_so_long(
    contract: Contract, marks: tuple[tuple[str, float], ...], outcome: RuleOutcome
) -> None:
    """It is judged by how long it waited, whether or not the call was seen to end."""
    script = tuple(s for s in situations.load_situations().values() if s.id == "S-TID-3")
    lines = [line for line in held(Hangs, script) if line.strip()]
    kept = [line for line in lines if json.loads(line).get("mark") in (None, "begun")]
    (call,) = (entry for entry in map(json.loads, kept) if "mark" not in entry)
    data = {"situation": "S-TID-3", "situations": "S-SVAR-1=SC-SVAR-5"}
    data |= {"call": call["id"], "seconds": "19.9"}
    added = [mark(kind, at, call["time"], **data) for kind, at in marks]
    rule = Selection(role=Role.CONSUMER, rules=("C-TID-2",))
    (judged,) = judge_journal([*kept, *added], contract, None, rule).report.rules
    assert judged.outcome is outcome


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is POSIX")
@pytest.mark.parametrize("each", ["", "true {cpr}; "], ids=["one", "each"])
def test_sigterm_ends_an_exam_as_ctrl_c_does(tmp_path: Path, each: str) -> None:
    """The command ends with it, and what was seen is judged."""
    words = ("-m", "sf1472.cli", "conform", "consumer", "--profile", "grund", "--report", ".")
    command = f"{each}{LOOKUPS} 0113809915; echo $$ > pid; mv pid naaet; sleep 60"
    process = subprocess.Popen(
        [sys.executable, *words, "--run", command],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "naaet").exists() and time.monotonic() < deadline:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2, said
    assert "sluttet (afbrudt)" in said
    assert outcomes(tmp_path)["C-HTTP-1"] == "pass"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "naaet").read_text()), 0)
