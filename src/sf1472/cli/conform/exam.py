"""An exam between the two sides: the stub plays, the kit asks, and the journal is handed over."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sf1472.errors import KitError

if TYPE_CHECKING:
    from sf1472_conformance.consumer.conduct import Trigger
    from sf1472_conformance.consumer.recording import Recording
    from sf1472_conformance.consumer.venue import Noted, SeenSoFar
    from sf1472_stub import StubServer, StubSettings
    from sf1472_stub.exam import Exam

PORT = 8472
FILE = "eksamen.db"  # where an exam keeps its journal, in the report's folder
_SCHEMES = ("sqlite", "postgres", "postgresql")
_SQLITE = b"SQLite format 3\0"  # how such a file begins


class StubVenue:
    """The stub as the kit's exam sees it."""

    def __init__(self, server: StubServer, exam: Exam) -> None:
        self._exam = exam
        self._journal = server.stub.journal
        self.url = server.url
        self.outcomes_url = f"{server.base_url}/__admin/exam/outcomes"
        self.token = server.stub.guard.token

    def scenario(self, situation: str) -> tuple[str, str]:
        """Return the id of the scenario that plays a situation, and its citizen's CPR number."""
        return self._exam.scenarios[situation].id, self._exam.citizen(situation)

    def note(self, kind: Noted, data: Mapping[str, str]) -> None:
        """Leave a mark in the journal."""
        self._exam.note(kind, data)

    def tell(self, situation: str, outcome: str, **more: str) -> None:
        """Note what the consumer said came of a lookup."""
        self.note("told", {"situation": situation, "outcome": outcome, **more})

    def seen(self, situations: Iterable[str]) -> Mapping[str, SeenSoFar]:
        """Return what was seen of some situations so far."""
        from sf1472_conformance.consumer.venue import SeenSoFar

        told = Counter(m.data["situation"] for m in self._journal.marks() if m.kind == "told")
        return {id_: SeenSoFar(self._calls(id_), told[id_]) for id_ in situations}

    def _calls(self, situation: str) -> int:
        from sf1472_stub.journal import Filter

        return self._journal.count(Filter(scenario=self._exam.scenarios[situation].id))


def hold_exam(
    trigger: Trigger,
    settings: StubSettings,
    port: int | None,
    folder: Path,
    *,
    resume: bool,
    lang: str,
    seconds: float | None,
) -> list[bytes]:
    """Hold an exam, or go on with the one in `folder`; return its journal as JSON Lines.

    The journal is kept in `folder` as it grows, so that a killed exam is not lost. Raises KitError
    when one lies there that was not ended, unless it is to go on. `seconds` is its longest time.
    """
    from msgspec.structs import replace

    from sf1472_conformance.consumer.conduct import conduct
    from sf1472_conformance.consumer.situations import load_situations
    from sf1472_conformance.report.writing import make_folder
    from sf1472_conformance.texts import Phrases
    from sf1472_stub import Stub, StubServer

    file = folder / FILE
    before = _before(file, settings.contract, resume=resume)
    left = tuple(s for s in settings.exam if not resume or not before.finished(s.id))
    make_folder(folder)
    kept = f"sqlite:///{file.absolute()}"
    server = StubServer(
        Stub(replace(settings, journal=kept)), settings.host, PORT if port is None else port
    )
    with server.running():
        stub = server.stub
        if stub.exam is None:
            raise KitError("Eksamenen har ingen situationer")
        if not resume:
            stub.journal.clear()
        known = load_situations()
        script = tuple(known[situation.id] for situation in left)
        say = Phrases(lang)
        click.echo(say("exam_begins", count=len(script), url=server.url))
        click.echo(say("exam_watch", url=f"{server.base_url}/eksamen"))
        if stub.guard.token is not None:
            click.echo(f"Token: {stub.guard.token}")
        with _ended_as_by_ctrl_c():
            reason = conduct(
                StubVenue(server, stub.exam),
                script,
                trigger,
                stub.clock(),
                lambda situation: click.echo(f"{situation.id} {situation.title[lang]}"),
                seconds,
            )
        click.echo(say("exam_over", reason=reason[lang]) + "\n")
    return journal_lines(str(file))  # now that the calls still open have been noted, too


def journal_lines(journal: str) -> list[bytes]:
    """Return a journal as JSON Lines: a file of them, a SQLite file, or a database's URL.

    Raises KitError when it cannot be read.
    """
    if journal.partition(":")[0] in _SCHEMES:
        return _stored(journal)
    file = Path(journal)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise KitError(f"Journalen {journal} kan ikke læses: {error.strerror}") from error
    if content.startswith(_SQLITE):
        return _stored(f"sqlite:///{file.absolute()}")
    return content.splitlines(keepends=True)


def named(journal: str) -> str:
    """Return what an error calls a journal: a file by its name; a URL may hold a password."""
    return "journalen" if journal.partition(":")[0] in _SCHEMES else journal


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Take SIGTERM, which CI and containers send, as Ctrl-C while the block runs."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stored(url: str) -> list[bytes]:
    from sf1472_stub.journal import open_journal
    from sf1472_stub.journal.export import as_lines

    opened = open_journal(url)
    try:
        return list(as_lines(opened))
    finally:
        opened.close()


def _before(file: Path, contract: Path | None, *, resume: bool) -> Recording:
    """Return what an earlier exam left. Raises KitError where this one must not follow it."""
    from sf1472.contract import load_contract
    from sf1472_conformance.consumer.journal import read_journal
    from sf1472_conformance.consumer.recording import Recording

    lines = journal_lines(str(file)) if file.is_file() else []
    recording = Recording(read_journal(lines, file), load_contract(contract))
    if resume and not recording.situations:
        raise KitError(f"Der ligger ingen eksamen i {file.parent} at fortsætte")
    if not resume and recording.situations and recording.ended is None:
        raise KitError(
            f"Der ligger en eksamen i {file.parent}, som ikke blev færdig. Fortsæt den med "
            f"--resume, bedøm den med --journal {file}, eller slet filen"
        )
    return recording
