"""`sf1472 conform consumer`: exams by command, judged, killed, resumed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sf1472.cli import main

from .command import LOOKUPS, consumer, missing, outcomes, report_in

LAST = "0113809916"  # the citizen of the last situation


def test_a_command_does_all_lookups(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Once; the verdict comes as for providers, and the journal lies beside it."""
    assert consumer("--run", LOOKUPS, "--profile", "grund", "--report", str(tmp_path)) == 0
    assert {file.name for file in tmp_path.iterdir() if file.is_file()} == {
        *("rapport.html", "rapport.json", "rapport.sarif", "junit.xml"),
        *("journal.jsonl", "eksamen.db"),
    }
    shown = capfd.readouterr().out
    assert "kommandoen endte med 0" in shown
    assert "C-SVAR-1" in shown
    report = report_in(tmp_path)
    assert report["role"] == "consumer"
    assert missing(tmp_path) == []
    assert outcomes(tmp_path)["C-SVAR-1"] == "pass"


def test_a_command_per_lookup(tmp_path: Path) -> None:
    """Where it says {cpr}, it is run for each."""
    command = f"{LOOKUPS} {{cpr}}"
    assert consumer("--run", command, "--profile", "hjemmel", "--report", str(tmp_path)) == 0
    assert report_in(tmp_path)["consumer"]["calls"] == 6  # two situations have two lookups
    assert outcomes(tmp_path)["C-GEM-2"] == "pass"


def test_only_some_situations(tmp_path: Path) -> None:
    """What one works on just now; rules on others do not apply."""
    words = ("--situation", "s-svar-*", "--situation", "S-SLUT-1", "--profile", "grund")
    assert consumer("--run", LOOKUPS, *words, "--report", str(tmp_path)) == 0
    situations = report_in(tmp_path)["consumer"]["situations"]
    assert {item["id"][:6] for item in situations} == {"S-SVAR", "S-SLUT"}
    assert outcomes(tmp_path)["C-IGEN-5"] == "not_applicable"


def test_a_code_that_is_not_0_is_said_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One problem in several situations is one text that names them."""
    words = ("--profile", "grund", "--report", str(tmp_path), "--lang", "en")
    assert consumer("--run", "exit 127; {cpr}", *words) == 2
    said = capfd.readouterr().out.partition("\n\n")[0]
    assert said.count("the command ended with") == 1
    assert (
        "every lookup was asked for; the command ended with 127 in S-SVAR-1, S-SVAR-2, S-SVAR-3, "
        "S-SVAR-4, S-FEJL-1 and 2 others" in said
    )


@pytest.mark.parametrize(
    "words", [("consumer", "--run", "true"), ("provider", "--url", "http://x")]
)
def test_a_folder_that_cannot_be_made(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named before anything is done."""
    (tmp_path / "fil").touch()
    folder = tmp_path / "fil" / "rapport"
    with pytest.raises(SystemExit) as exit_:
        main(["conform", *words, "--report", str(folder)])
    assert exit_.value.code == 2
    said = capsys.readouterr().err
    assert f"Mappen {folder} kan ikke laves" in said
    assert "--report" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--webhook", "http://127.0.0.1:9/"), "Webhooken http://127.0.0.1:9/ kan ikke kaldes"),
        (("--journal", "findes-ikke.jsonl"), r"findes-ikke\.jsonl kan ikke læses"),
        (("--resume", "--run", "true"), "ingen eksamen"),
        (("--profile", "drift", "--run", "true"), "--journal"),
        (("--situation", "S-FINDES-1", "--run", "true"), "Ingen situation hedder S-FINDES-1"),
        (("--run", "true", "--webhook", "x"), "kun én af"),
    ],
    ids=[
        "no-webhook",
        "no-journal",
        "nothing-to-resume",
        "no-exam",
        "no-situation",
        "two-triggers",
    ],
)
def test_what_cannot_be_done_ends_with_2(
    arguments: tuple[str, ...], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text says why."""
    import re

    assert consumer(*arguments, "--report", str(tmp_path), "--port", "0") == 2
    assert re.search(problem, capsys.readouterr().err)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--agreement", "aftale.toml"), "aftale.toml: systemer: en tom liste"),
        (("--checklist", "aftale.toml"), "aftale.toml: tjeklisten"),
        (("--rule", "C-FINDES-*"), r"Ingen regel hedder C-FINDES-\*"),
        (("--rule", "C-AFGR-4"), "Ingen regel er valgt"),
        (("-k", "FINDES"), "Ingen regel er valgt"),
        (("-k", "(("), "kan ikke læses"),
    ],
    ids=["agreement", "checklist", "no-rule", "not-in-profile", "nothing-matches", "no-expression"],
)
def test_what_cannot_be_judged_is_refused_before_the_exam(
    arguments: tuple[str, ...],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Nothing listens, and no command is run."""
    import re

    monkeypatch.chdir(tmp_path)
    Path("aftale.toml").write_text("systemer = []\n", encoding="utf-8")
    words = ("--run", "touch naaet", "--profile", "grund", "--report", "rapport")
    assert consumer(*words, *arguments) == 2
    said = capfd.readouterr()
    assert re.search(problem, said.err)
    assert "Eksamen" not in said.out
    assert not Path("naaet").exists()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_agreement_that_no_rule_of_the_run_judges(
    lang: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is said, so that nobody takes the verdict for one on the agreement."""
    agreement = tmp_path / "aftale.toml"
    agreement.write_text('kle = "32.*"\n', encoding="utf-8")
    line = {"da": "angivet, men ingen regel", "en": "given, but no rule"}[lang]
    words = ("--run", LOOKUPS, "--agreement", str(agreement), "--lang", lang)
    for profile, unjudged in (("grund", True), ("hjemmel", False)):
        folder = tmp_path / profile
        consumer(*words, "--profile", profile, "--report", str(folder))
        page = (folder / "rapport.html").read_text(encoding="utf-8")
        assert (line in capfd.readouterr().out, line in page) == (unjudged, unjudged)


def test_a_line_that_is_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names the file and the line."""
    file = tmp_path / "min.jsonl"
    file.write_text('\n{"id": 1}\n')
    assert consumer("--journal", str(file), "--report", str(tmp_path / "rapport")) == 2
    assert f"{file}, linje 2: er ikke en linje af en journal" in capsys.readouterr().err


def test_nobody_came(tmp_path: Path) -> None:
    """An exam without a call is no pass: what is missing is named."""
    assert consumer("--run", "true", "--profile", "grund", "--report", str(tmp_path)) == 2
    report = report_in(tmp_path)
    assert report["passed"] == 0
    assert "S-SVAR-1" in missing(tmp_path)


def test_a_command_whose_time_is_up(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is ended with all it started, and what was seen is judged."""
    command = f"{LOOKUPS}; sleep 60"
    begun = time.monotonic()
    consumer(
        *("--run", command, "--profile", "grund", "--report", str(tmp_path), "--time-limit", "3")
    )
    assert time.monotonic() - begun < 30
    assert "kommandoens tid var gået" in capfd.readouterr().out
    assert outcomes(tmp_path)["C-SVAR-1"] == "pass"


def test_a_limit_on_lookups_one_by_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No further lookup is asked for, and each situation is named as it begins, in English too."""
    words = ("--profile", "grund", "--report", str(tmp_path), "--time-limit", "0.5")
    assert consumer("--run", "sleep 60; true {cpr}", *words, "--lang", "en") == 2
    said = capfd.readouterr().out
    assert "S-SVAR-1 " in said
    assert "S-SVAR-3 " not in said.partition("The exam is over")[0]
    assert "The exam is over: the time was up" in said
    assert report_in(tmp_path)["consumer"]["ended"]["da"] == "tiden var gået"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_killed_exam_is_judged_and_resumed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What the journal holds is judged, what is missing is named, the rest can be done later."""
    words = ("-m", "sf1472.cli", "conform", "consumer", "--profile", "grund", "--report", ".")
    hanging = f"SF1472_LAD_VAERE={LAST} {LOOKUPS}; touch naaet; sleep 20"
    process = subprocess.Popen(
        [sys.executable, *words, "--run", hanging], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "naaet").exists() and time.monotonic() < deadline:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()

    file = str(tmp_path / "eksamen.db")
    judged = tmp_path / "dom"
    consumer("--journal", file, "--profile", "grund", "--report", str(judged))
    report = report_in(judged)
    assert report["consumer"]["ended"] is None
    assert missing(judged) == ["S-SLUT-1"]
    assert outcomes(judged)["C-SVAR-2"] == "pass"
    assert "ikke sluttet" in capfd.readouterr().out

    again = ("--run", LOOKUPS, "--profile", "grund", "--report", str(tmp_path))
    assert consumer(*again) == 2
    assert "--resume" in capfd.readouterr().err
    assert consumer(*again, "--resume") == 0
    resumed = report_in(tmp_path)["consumer"]
    assert (missing(tmp_path), resumed["ended"]["da"]) == ([], "kommandoen endte med 0")
    assert resumed["calls"] == report["consumer"]["calls"] + 1


def test_a_journal_is_judged_again(tmp_path: Path) -> None:
    """From its file as from the database, with the same verdict, and by some rules only."""
    first = tmp_path / "a"
    consumer("--run", LOOKUPS, "--profile", "grund", "--report", str(first))
    for number, journal in enumerate((first / "journal.jsonl", first / "eksamen.db")):
        again = tmp_path / str(number)
        consumer("--journal", str(journal), "--profile", "grund", "--report", str(again))
        assert outcomes(again) == outcomes(first)
    few = tmp_path / "few"
    consumer("--journal", str(first / "journal.jsonl"), "--rule", "c-svar-*", "--report", str(few))
    assert {id_[:6] for id_ in outcomes(few)} == {"C-SVAR"}


def test_ones_own_pytest_judges_a_journal(tmp_path: Path) -> None:
    """Three lines in a vendor's own tests."""
    consumer("--run", LOOKUPS, "--profile", "grund", "--report", str(tmp_path))
    (tmp_path / "test_anvender.py").write_text(
        "import pytest\n"
        "from sf1472_conformance.consumer.suite.everything import *\n"
        '@pytest.fixture(scope="session")\n'
        f'def sf1472_journal(): return "{tmp_path / "journal.jsonl"}"\n',
        encoding="utf-8",
    )
    words = ["-q", "-p", "no:cacheprovider", "--sf1472-profile", "grund", "--sf1472-report", "egen"]
    command = [sys.executable, "-m", "pytest", *words, "test_anvender.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout
    assert "skipped" in done.stdout
    assert outcomes(tmp_path / "egen") == outcomes(tmp_path)


def test_the_agreement_decides_what_is_too_broad(tmp_path: Path) -> None:
    """A call without restriction asks for more than an agreement that has one."""
    agreement = tmp_path / "aftale.toml"
    agreement.write_text('hjemler = ["p11a_stk2"]\nkle = "32.*"\n', encoding="utf-8")
    words = ("--run", LOOKUPS, "--profile", "hjemmel", "--report", str(tmp_path))
    assert consumer(*words, "--agreement", str(agreement)) == 1
    found = outcomes(tmp_path)
    assert (found["C-AFGR-2"], found["C-HJEM-3"], found["C-AFGR-4"]) == (
        "fail",
        "pass",
        "not_applicable",
    )
