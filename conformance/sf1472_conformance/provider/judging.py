"""Judges a provider: in this process, or in workers that share its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sf1472.contract import Contract
from sf1472.errors import KitError
from sf1472_conformance.calling.transport import HttpTransport, TimeIsUpError, Transport
from sf1472_conformance.plan.plan import Limits, Plan, write_plan
from sf1472_conformance.plan.selection import Selection
from sf1472_conformance.plan.settings import Settings
from sf1472_conformance.provider import asking
from sf1472_conformance.provider.subject import Subject, subject_through
from sf1472_conformance.report.run import Run
from sf1472_conformance.running.checks import ALONE, Watch, run_checks

SUITE = Path(__file__).with_name("suite")


def judge(plan: Plan, workers: int = 0, watch: Watch | None = None) -> Run:
    """Judge the provider of `plan` over HTTP, in this process or in so many workers.

    `watch` is told each result as it comes. Raises KitError when the provider cannot be reached,
    or not before the time is up, and when the suite cannot be run.
    """
    contract = plan.load_contract()
    transport = HttpTransport(plan.settings.url, plan.connection)
    try:
        subject = subject_through(
            transport, plan.settings, contract, plan.limits, plan.connection.options
        )
        arguments = _shared(plan, workers) if workers else _alone
        return _judge(subject, plan.selection, watch, arguments)
    finally:
        transport.close()


def judge_through(
    transport: Transport,
    settings: Settings,
    contract: Contract,
    selection: Selection | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Run:
    """Judge the provider behind `transport`. Raises KitError as `judge` does."""
    subject = subject_through(transport, settings, contract, limits or Limits())
    return _judge(subject, selection or Selection(), watch, _alone)


def _judge(
    subject: Subject,
    selection: Selection,
    watch: Watch | None,
    arguments: Callable[[], AbstractContextManager[tuple[str, ...]]],
) -> Run:
    selection.chosen()
    _reach(subject)
    with arguments() as how:
        return run_checks(SUITE, subject, selection, watch, how)


@contextmanager
def _alone() -> Iterator[tuple[str, ...]]:
    yield ALONE


def _shared(plan: Plan, workers: int) -> Callable[[], AbstractContextManager[tuple[str, ...]]]:
    """Return what gives the arguments for so many workers, each with its share of the rate."""

    @contextmanager
    def arguments() -> Iterator[tuple[str, ...]]:
        with TemporaryDirectory(prefix="sf1472-") as folder:
            file = Path(folder) / "plan.json"
            write_plan(plan.shared(workers), file)
            yield "-pxdist", f"-n{workers}", f"--sf1472-plan={file}"

    return arguments


def _reach(subject: Subject) -> None:
    """Try a good call, then the WSDL: a provider that answers neither cannot be judged."""
    try:
        good = asking.tell(subject, asking.plain_request(subject))
        if good.response is not None or _shows_wsdl(subject):
            return
    except TimeIsUpError:
        raise KitError(
            "Tiden var gået, før udbyderen var nået. Angiv flere sekunder med --time-limit"
        ) from None
    what = f" {good.advice.da}" if good.advice is not None else ""
    raise KitError(f"Udbyderen på {subject.settings.url} kan ikke nås.{what} ({good.error})")


def _shows_wsdl(subject: Subject) -> bool:
    return asking.get(subject, f"{subject.settings.url}?wsdl").response is not None
