"""Runs the checks of a suite, apart from the user's own pytest, and reports what came of them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sf1472.errors import KitError
from sf1472.timing import SYSTEM, Timing
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.report.making import Judgeable, make_report
from sf1472_conformance.report.run import Run, attachments
from sf1472_conformance.running.session import Session
from sf1472_conformance.verdict.result import Result

Watch = Callable[[Result], None]
ALONE = ("-pno:xdist",)  # in this process
# The suite neither captures nor caches, and what watches for leaks would watch the caller's.
_WITHOUT = ("cacheprovider", "faulthandler", "unraisableexception", "threadexception")
_ARGUMENTS = (
    "--import-mode=importlib",
    "--capture=no",
    "--quiet",
    "-psf1472_conformance.plugin",
    *(f"-pno:{name}" for name in _WITHOUT),
)


def run_checks(
    suite: Path,
    subject: Judgeable,
    selection: Selection,
    watch: Watch | None = None,
    arguments: tuple[str, ...] = ALONE,
    timing: Timing = SYSTEM,
) -> Run:
    """Run the checks in the folder `suite` on `subject`; `watch` is told each result as it comes.

    `arguments` are pytest's; `timing` says when the run began and how long it took. Raises KitError
    when the checks cannot be run, or none is chosen.
    """
    where = (f"-c{suite / 'pytest.ini'}", f"--rootdir={suite}", str(suite))
    keyword = ("-k", selection.keyword) if selection.keyword else ()
    if keyword:
        _check_keyword(selection, [*_ARGUMENTS, *where, *ALONE, *keyword])
    started, start = timing.now(), timing.monotonic()
    session = Session(subject, selection, watch)
    _run(session, [*_ARGUMENTS, *where, *arguments, *keyword])
    results = session.results
    report = make_report(subject, selection, results, started, timing.monotonic() - start)
    return Run(report, attachments(results))


def _check_keyword(selection: Selection, arguments: list[str]) -> None:
    """Let pytest read the keyword before any check is run, and see that it takes one."""
    code, _ = _pytest(Session(selection=selection), [*arguments, "--collect-only"])
    if code == pytest.ExitCode.USAGE_ERROR:
        raise KitError(
            f"-k {selection.keyword!r} kan ikke læses; skriv regler og ord med and, or, not og "
            'parenteser, fx "P-FEJL and not P-FEJL-7"'
        )
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise KitError(f"Ingen regel er valgt: -k {selection.keyword!r} passer ikke på nogen")


def _run(session: Session, arguments: list[str]) -> None:
    code, output = _pytest(session, arguments)
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise KitError(f"Testkittets prøver kunne ikke køres:\n{output}")


def _pytest(session: Session, arguments: list[str]) -> tuple[int, str]:
    """Run pytest by itself; return its exit code and what it said."""
    output = io.StringIO()
    with _isolated_environment(), redirect_stdout(output), redirect_stderr(output):
        code = pytest.main(arguments, plugins=[session])
    return code, output.getvalue()


@contextmanager
def _isolated_environment() -> Iterator[None]:
    """Keep the user's pytest variables and plugins out, and leave the environment as it was."""
    before = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(before)
