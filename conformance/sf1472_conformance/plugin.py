"""The pytest plugin of the suite: its options, its markers, and who is judged as fixtures.

It is loaded in every pytest run where the kit is installed, so the rest of the kit is imported only
where a test of the kit is run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from sf1472.profiles import RuleProfile
from sf1472_conformance.running.rule import MARKER, rule_of

if TYPE_CHECKING:
    from sf1472_conformance.consumer.recording import Recording
    from sf1472_conformance.provider.subject import Subject
    from sf1472_conformance.report.making import Judgeable
    from sf1472_conformance.running.session import Session

RESULT = "sf1472_result"  # the property of a report that carries a result
_NAMES = ", ".join(profile.value for profile in RuleProfile)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options by which one's own test run judges a provider or a consumer."""
    group = parser.getgroup("sf1472", "SF1472: bedøm en udbyder eller anvender")
    group.addoption("--sf1472-url", metavar="ADRESSE", help="Tjenestens adresse.")
    group.addoption("--sf1472-profile", metavar="PROFIL", help=f"Én af {_NAMES}.")
    group.addoption("--sf1472-rule", action="append", default=[], metavar="REGEL")
    group.addoption("--sf1472-report", metavar="MAPPE", help="Mappe til rapporten.")
    group.addoption("--sf1472-journal", metavar="FIL", help="Anvenderens journal (JSON Lines).")
    group.addoption("--sf1472-plan", metavar="FIL", help="Testkittets egen plan for en kørsel.")
    parser.addini("sf1472_url", "Adressen på den udbyder, der bedømmes.")
    parser.addini(
        "sf1472_options", "Øvrige valg, skrevet som til sf1472 conform provider.", type="args"
    )
    parser.addini("sf1472_journal", "Journalen over den anvender, der bedømmes.")
    parser.addini("sf1472_profile", "Profilen, der bedømmes efter.", default=RuleProfile.FULD.value)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known, refuse a wrong choice of rules, and have one session."""
    config.addinivalue_line("markers", f"{MARKER}(id): the rule that a check judges")
    for name in (profile.value for profile in RuleProfile if profile is not RuleProfile.FULD):
        config.addinivalue_line("markers", f"sf1472_{name}: rules of the profile {name}")
    if config.getoption("sf1472_rule") or config.getoption("sf1472_profile"):
        from sf1472_conformance.running.chosen import chosen, selection_in

        chosen(selection_in(config))  # before there are workers, in which no error is readable
    config.pluginmanager.register(_Reports(config), "sf1472-reports")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the checks of rules that were not chosen."""
    if any(map(rule_of, items)):
        dropped = _session(config).choose(config, items)
        config.hook.pytest_deselected(items=dropped)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn what a check raised into a result inside its report."""
    report = yield
    id_ = rule_of(item)
    if id_ is not None and (call.when == "call" or call.excinfo is not None):
        report.user_properties.append((RESULT, _session(item.config).judge(id_, call, report)))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report where one's own test run asked for it; a worker says who was judged."""
    folder = session.config.getoption("sf1472_report")
    if folder is None:
        return
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        target = _session(session.config).target
        output[RESULT] = tuple(target) if target is not None else None  # plain, so it can be sent
    else:
        _session(session.config).report(session.config, Path(folder))


class _Reports:
    """The hooks to which pytest gives a report but not its run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result that a report carries."""
        for name, value in report.user_properties:
            if name == RESULT:
                _session(self._config).keep(str(value))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over from one of xdist's workers whom it judged."""
        target = getattr(node, "workeroutput", {}).get(RESULT)
        if target is not None:
            _session(self._config).hear(*target)


@pytest.fixture(scope="session")
def sf1472_url(pytestconfig: pytest.Config) -> str:
    """Return the provider's address; redefine it where the address is known late."""
    url = pytestconfig.getoption("sf1472_url") or pytestconfig.getini("sf1472_url")
    if not url:
        raise pytest.UsageError("sf1472_url mangler: angiv udbyderens adresse")
    return str(url)


@pytest.fixture(scope="session")
def sf1472_options(pytestconfig: pytest.Config) -> Sequence[str]:
    """Return further options as `sf1472 conform provider` takes them; redefine it to give some."""
    return cast("list[str]", pytestconfig.getini("sf1472_options"))


@pytest.fixture(scope="session")
def sf1472_journal(pytestconfig: pytest.Config) -> str:
    """Return the consumer's journal, a file of JSON Lines; redefine it where it is known late."""
    file = pytestconfig.getoption("sf1472_journal") or pytestconfig.getini("sf1472_journal")
    if not file:
        raise pytest.UsageError("sf1472_journal mangler: angiv anvenderens journal")
    return str(file)


@pytest.fixture(scope="session")
def subject(request: pytest.FixtureRequest) -> Subject:
    """Return the provider under judgement."""
    return cast("Subject", _judged(request, "provider", lambda: _plan(request)))


@pytest.fixture(scope="session")
def recording(request: pytest.FixtureRequest) -> Recording:
    """Return what the consumer under judgement did."""
    journal = "sf1472_journal"
    return cast("Recording", _judged(request, "consumer", lambda: request.getfixturevalue(journal)))


def _session(config: pytest.Config) -> Session:
    """Return the run's session: the one it was started with, or one of its own."""
    from sf1472_conformance.running.session import Session

    plugins = config.pluginmanager.get_plugins()
    session = next((known for known in plugins if isinstance(known, Session)), None)
    if session is None:
        session = Session()
        config.pluginmanager.register(session, "sf1472-session")
    return session


def _judged(request: pytest.FixtureRequest, role: str, source: Callable[[], str]) -> Judgeable:
    """Return who is judged: `source` of the run's options says it when it was not given."""
    from sf1472_conformance.running.target import Target

    return _session(request.config).judging(lambda: Target(role, source()))


def _plan(request: pytest.FixtureRequest) -> str:
    """Return the plan of the run as JSON: the one given, or what one's own options make."""
    from sf1472_conformance.plan.plan import plan_text

    given = request.config.getoption("sf1472_plan")
    if given is not None:
        return Path(given).read_text(encoding="utf-8")
    return plan_text(request.getfixturevalue("sf1472_plan"))
