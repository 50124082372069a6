"""Runs the suite in this process or in workers, apart from the user's own pytest."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import (
    AbstractContextManager,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from sf1472.contract import Contract, load_contract
from sf1472.errors import KitError
from sf1472_conformance.plan import Limits, Plan, Selection, read_plan, write_plan
from sf1472_conformance.plugin import Session
from sf1472_conformance.report import Report, make_report
from sf1472_conformance.settings import Settings, Wishes, settle
from sf1472_conformance.subject import Subject
from sf1472_conformance.transport import (
    CachedTransport,
    HttpTransport,
    LimitedTransport,
    Transport,
)
from sf1472_conformance.verdict import Result

Watch = Callable[[Result], None]

SUITE = Path(__file__).with_name("suite")
# The suite neither captures nor caches, and what watches for leaks would watch the caller's.
_WITHOUT = ("cacheprovider", "faulthandler", "unraisableexception", "threadexception")
_ARGUMENTS = (
    f"-c{SUITE / 'pytest.ini'}",
    f"--rootdir={SUITE}",
    "--import-mode=importlib",
    "--capture=no",
    "--quiet",
    "-psf1472_conformance.plugin",
    *(f"-pno:{name}" for name in _WITHOUT),
    str(SUITE),
)


@dataclass(frozen=True)
class Run:
    """What a run leaves: the report, and raw requests by file name for reproduction."""

    report: Report
    attachments: Mapping[str, bytes]


def judge(plan: Plan, workers: int = 0, watch: Watch | None = None) -> Run:
    """Judge the provider of `plan` over HTTP, in this process or in so many workers.

    `watch` is told each result as it comes. Raises KitError when the provider cannot be reached or
    the suite cannot be run.
    """
    contract = plan.load_contract()
    transport = HttpTransport(plan.settings.url, plan.connection)
    try:
        subject = _subject(transport, plan.settings, contract, plan.limits)
        arguments = _shared(plan, workers) if workers else _alone
        run = _judge(subject, plan.selection, watch, arguments)
    finally:
        transport.close()
    provider = msgspec.structs.replace(run.report.provider, options=plan.connection.options)
    return Run(msgspec.structs.replace(run.report, provider=provider), run.attachments)


def judge_through(
    transport: Transport,
    settings: Settings,
    contract: Contract,
    selection: Selection | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Run:
    """Judge the provider behind `transport`. Raises KitError as `judge` does."""
    subject = _subject(transport, settings, contract, limits or Limits())
    return _judge(subject, selection or Selection(), watch, _alone)


def subject_of(file: Path) -> Subject:
    """Return the subject of the plan in `file`, for a worker."""
    plan = read_plan(file)
    transport = HttpTransport(plan.settings.url, plan.connection)
    return _subject(transport, plan.settings, plan.load_contract(), plan.limits)


def subject_at(url: str) -> Subject:
    """Return the provider at `url`, judged by the shipped contract and data."""
    contract = load_contract()
    settings = settle(Wishes(url), contract)
    return _subject(HttpTransport(url), settings, contract, Limits())


def attachments(results: Mapping[str, Result]) -> dict[str, bytes]:
    """Return the raw requests of all results by file name."""
    return {name: body for r in results.values() for name, body in r.attachments.items()}


def _subject(
    transport: Transport, settings: Settings, contract: Contract, limits: Limits
) -> Subject:
    limited = LimitedTransport(transport, limits.rate, limits.until)
    return Subject(settings, contract, CachedTransport(limited))


def _judge(
    subject: Subject,
    selection: Selection,
    watch: Watch | None,
    arguments: Callable[[], AbstractContextManager[list[str]]],
) -> Run:
    started, start = datetime.now(timezone.utc), time.monotonic()
    selection.chosen()
    _reach(subject)
    session = Session(subject, selection, watch)
    with arguments() as extra:
        _run_suite(session, [*_ARGUMENTS, *extra, *_keyword(selection)])
    results = session.results
    report = make_report(subject, selection, results, started, time.monotonic() - start)
    return Run(report, attachments(results))


def _keyword(selection: Selection) -> list[str]:
    return ["-k", selection.keyword] if selection.keyword else []


@contextmanager
def _alone() -> Iterator[list[str]]:
    yield ["-pno:xdist"]


def _shared(plan: Plan, workers: int) -> Callable[[], AbstractContextManager[list[str]]]:
    """Return what gives the arguments for so many workers, each with its share of the rate."""

    @contextmanager
    def arguments() -> Iterator[list[str]]:
        rate = plan.limits.rate / workers if plan.limits.rate is not None else None
        with TemporaryDirectory(prefix="sf1472-") as folder:
            file = Path(folder) / "plan.json"
            limits = Limits(rate, plan.limits.until)
            write_plan(
                Plan(plan.settings, plan.contract, plan.connection, plan.selection, limits), file
            )
            yield ["-pxdist", f"-n{workers}", f"--sf1472-plan={file}"]

    return arguments


def _reach(subject: Subject) -> None:
    """Try a good call, then the WSDL: a provider that answers neither cannot be judged."""
    good = subject.tell(subject.plain_request())
    if good.response is None and subject.get(f"{subject.settings.url}?wsdl").response is None:
        what = f" {good.advice.da}" if good.advice is not None else ""
        raise KitError(f"Udbyderen på {subject.settings.url} kan ikke nås.{what} ({good.error})")


def _run_suite(session: Session, arguments: list[str]) -> None:
    output = io.StringIO()
    with _isolated_environment(), redirect_stdout(output), redirect_stderr(output):
        code = pytest.main(arguments, plugins=[session])
    fine = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    if code not in fine:
        raise KitError(f"Testkittets prøver kunne ikke køres:\n{output.getvalue()}")


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
