"""Runs the suite in this process, apart from the user's own pytest, and returns the verdict."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pytest

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472_conformance import plugin
from sf1472_conformance.catalogue import load_catalogue
from sf1472_conformance.report import Report, make_report
from sf1472_conformance.settings import Settings
from sf1472_conformance.subject import Subject
from sf1472_conformance.transport import CachedTransport, HttpTransport, Transport

SUITE = Path(__file__).with_name("suite")
# The suite neither captures nor caches, and what watches for leaks would watch the caller's.
_WITHOUT = ("cacheprovider", "faulthandler", "unraisableexception", "threadexception")
_ARGUMENTS = (
    f"-c{SUITE / 'pytest.ini'}",
    f"--rootdir={SUITE}",
    "--import-mode=importlib",
    "--capture=no",
    "--quiet",
    *(f"-pno:{name}" for name in _WITHOUT),
    str(SUITE),
)


@dataclass(frozen=True)
class Run:
    """What a run leaves: the report, and raw requests by file name for reproduction."""

    report: Report
    attachments: Mapping[str, bytes]


def judge(settings: Settings, contract: Contract, timeout: float = 20.0) -> Run:
    """Judge the provider at `settings.url` over HTTP; `timeout` (seconds) bounds each call.

    Raises KitError when the provider cannot be reached or the suite cannot be run.
    """
    transport = HttpTransport(settings.url, timeout)
    try:
        return judge_through(transport, settings, contract)
    finally:
        transport.close()


def judge_through(transport: Transport, settings: Settings, contract: Contract) -> Run:
    """Judge the provider behind `transport`. Raises KitError as `judge` does."""
    started, start = datetime.now(timezone.utc), time.monotonic()
    subject = Subject(settings, contract, CachedTransport(transport))
    _reach(subject)
    collector = plugin.Collector(subject)
    _run_suite(collector)
    results = collector.results
    seconds = time.monotonic() - start
    report = make_report(subject, load_catalogue(), results, started, seconds)
    attachments = {n: body for r in results.values() for n, body in r.attachments.items()}
    return Run(report, attachments)


def _reach(subject: Subject) -> None:
    """Try a good call, then the WSDL: a provider that answers neither cannot be judged."""
    for exchange in (
        subject.tell(subject.plain_request()),
        subject.get(f"{subject.settings.url}?wsdl"),
    ):
        if exchange.response is not None:
            return
    raise KitError(
        f"Udbyderen på {subject.settings.url} kan ikke nås ({exchange.error}). "
        "Kontrollér adressen, og at tjenesten kører."
    )


def _run_suite(collector: plugin.Collector) -> None:
    output = io.StringIO()
    with _isolated_environment(), redirect_stdout(output), redirect_stderr(output):
        code = pytest.main(list(_ARGUMENTS), plugins=[plugin, collector])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
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
