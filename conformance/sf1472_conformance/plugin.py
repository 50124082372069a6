"""The pytest plugin of the suite: binds checks to rules, hands out the subject, keeps results.

It is loaded in every pytest run where the kit is installed, so it imports the kit late. Results
travel inside pytest's own reports, so that they also come home from xdist's workers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest

from sf1472.profiles import Profile
from sf1472_conformance.running.rule import MARKER

if TYPE_CHECKING:
    from sf1472_conformance.catalogue import Rule
    from sf1472_conformance.consumer.recording import Recording
    from sf1472_conformance.plan.plan import Selection
    from sf1472_conformance.provider.subject import Subject
    from sf1472_conformance.report.report import Judgeable
    from sf1472_conformance.verdict.verdicts import Result

_NAMES = ", ".join(profile.value for profile in Profile)
_PROPERTY = "sf1472_result"


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
    parser.addini("sf1472_profile", "Profilen, der bedømmes efter.", default=Profile.FULD.value)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known, refuse a wrong choice of rules, and have one session."""
    config.addinivalue_line("markers", f"{MARKER}(id): the rule that a check judges")
    for name in (profile.value for profile in Profile if profile is not Profile.FULD):
        config.addinivalue_line("markers", f"sf1472_{name}: rules of the profile {name}")
    if config.getoption("sf1472_rule") or config.getoption("sf1472_profile"):
        _chosen(selection_in(config))  # before there are workers, in which no error is readable
    if not any(isinstance(known, Session) for known in config.pluginmanager.get_plugins()):
        config.pluginmanager.register(Session(), "sf1472-session")


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
    return cast("Subject", _session(request).judging(lambda: _Judged("provider", _plan(request))))


@pytest.fixture(scope="session")
def recording(request: pytest.FixtureRequest) -> Recording:
    """Return what the consumer under judgement did."""
    return cast(
        "Recording",
        _session(request).judging(
            lambda: _Judged("consumer", request.getfixturevalue("sf1472_journal"))
        ),
    )


class _Judged(NamedTuple):
    """Who is judged: the provider of a plan (as JSON), or the consumer of a journal (its file)."""

    role: str
    source: str

    def make(self) -> Judgeable:
        from sf1472_conformance.consumer.judging import recording_in
        from sf1472_conformance.plan.plan import plan_in
        from sf1472_conformance.provider.judging import subject_of

        if self.role == "consumer":
            return recording_in(Path(self.source))
        return subject_of(plan_in(self.source))


class Session:
    """One run: its `subject`, the rules chosen, and `results`, one per rule."""

    def __init__(
        self,
        subject: Judgeable | None = None,
        selection: Selection | None = None,
        watch: Callable[[Result], None] | None = None,
    ) -> None:
        self.subject = subject
        self.results: dict[str, Result] = {}
        self._selection = selection
        self._watch = watch
        self._judged: _Judged | None = None

    def judging(self, who: Callable[[], _Judged]) -> Judgeable:
        """Return who is judged: `who` of the run's options says it when it was not given."""
        if self.subject is None:
            self._judged = who()
            self.subject = self._judged.make()
        return self.subject

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what was not chosen; mark the rest by profile, and name it by its rule."""
        bound = {item: _rule_of(item) for item in items}
        if not any(bound.values()):
            return
        chosen = _chosen(self._selection or selection_in(config))
        dropped = [item for item, id_ in bound.items() if id_ is not None and id_ not in chosen]
        for item, id_ in bound.items():
            if id_ is not None and id_ in chosen:
                item.extra_keyword_matches.add(id_)
                for profile in chosen[id_].profiles:
                    item.add_marker(f"sf1472_{profile.value}")
        items[:] = [item for item in items if item not in dropped]
        config.hook.pytest_deselected(items=dropped)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn what the check raised into a result inside its report."""
        report = yield
        id_ = _rule_of(item)
        if id_ is not None and (call.when == "call" or call.excinfo is not None):
            from sf1472_conformance.running.results import carried, result_of, tell

            result = result_of(id_, call, self.subject)
            report.user_properties.append((_PROPERTY, carried(result)))
            tell(report, result)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result that a report carries."""
        for name, value in report.user_properties:
            if name == _PROPERTY:
                from sf1472_conformance.running.results import brought

                result = brought(str(value))
                self.results[result.rule] = result
                if self._watch is not None:
                    self._watch(result)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear of one of xdist's workers who it judged."""
        judged = getattr(node, "workeroutput", {}).get(_PROPERTY)
        if judged is not None and self.subject is None:
            self.subject = _Judged(*judged).make()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the report where one's own test run asked for it; a worker says who was judged."""
        folder = session.config.getoption("sf1472_report")
        output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_PROPERTY] = tuple(self._judged) if folder is not None and self._judged else None
        elif folder is not None and self.subject is not None and self.results:
            from sf1472_conformance.running.results import write_own_report

            write_own_report(
                self.subject, self.results, selection_in(session.config).profile, Path(folder)
            )


def _session(request: pytest.FixtureRequest) -> Session:
    plugins = request.config.pluginmanager.get_plugins()
    return next(known for known in plugins if isinstance(known, Session))


def _plan(request: pytest.FixtureRequest) -> str:
    """Return the plan of the run as JSON: the one given, or what one's own options make."""
    from sf1472_conformance.plan.plan import plan_text

    given = request.config.getoption("sf1472_plan")
    if given is not None:
        return Path(given).read_text(encoding="utf-8")
    return plan_text(request.getfixturevalue("sf1472_plan"))


def _chosen(selection: Selection) -> Mapping[str, Rule]:
    """Return the rules chosen, on providers and consumers alike."""
    from sf1472.errors import KitError
    from sf1472_conformance.catalogue import load_catalogue

    try:
        return selection.among(load_catalogue().rules)
    except KitError as error:
        raise pytest.UsageError(str(error)) from error


def _rule_of(item: pytest.Item) -> str | None:
    marker = item.get_closest_marker(MARKER)
    return str(marker.args[0]) if marker is not None else None


def selection_in(config: pytest.Config) -> Selection:
    """Return the rules that a run's options choose. Raises UsageError for an unknown profile."""
    from sf1472_conformance.plan.plan import Selection, read_plan

    plan = config.getoption("sf1472_plan")
    if plan is not None:
        return read_plan(Path(plan)).selection
    profile = config.getoption("sf1472_profile") or config.getini("sf1472_profile")
    try:
        return Selection(Profile(profile), tuple(config.getoption("sf1472_rule")))
    except ValueError as error:
        raise pytest.UsageError(f"sf1472_profile: {profile!r} er ingen profil") from error
