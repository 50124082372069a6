"""The pytest plugin of the suite: binds checks to rules, hands out the subject, keeps results.

Results travel inside pytest's own reports, so that they also come home from xdist's workers.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import cast

import msgspec
import pytest

from sf1472_conformance.evidence import broken, judged, passed
from sf1472_conformance.masking import Masker
from sf1472_conformance.subject import Subject
from sf1472_conformance.verdict import Result, Verdict

MARKER = "sf1472_rule"
SUBJECT = pytest.StashKey[Subject]()
_PROPERTY = "sf1472_result"


def rule(id_: str) -> pytest.MarkDecorator:
    """Bind a check to the rule `id_` of the catalogue."""
    return cast("pytest.MarkDecorator", getattr(pytest.mark, MARKER)(id_))


@pytest.fixture(scope="session")
def subject(pytestconfig: pytest.Config) -> Subject:
    """Return the provider under judgement."""
    return pytestconfig.stash[SUBJECT]


class Collector:
    """Hands `subject` to the session and keeps `results`, one per rule, in the suite's order."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.results: dict[str, Result] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the subject and the marker known."""
        config.stash[SUBJECT] = self._subject
        config.addinivalue_line("markers", f"{MARKER}(id): the rule that a check judges")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn what the check raised into a result inside its report."""
        report = yield
        marker = item.get_closest_marker(MARKER)
        if marker is not None and (call.when == "call" or call.excinfo is not None):
            result = _result(marker.args[0], call, Masker(self._subject.settings.citizens))
            report.user_properties.append((_PROPERTY, msgspec.json.encode(result).decode()))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result that a report carries."""
        for name, value in report.user_properties:
            if name == _PROPERTY:
                result = msgspec.json.decode(str(value), type=Result)
                self.results[result.rule] = result


def _result(id_: str, call: pytest.CallInfo[None], masker: Masker) -> Result:
    error = call.excinfo.value if call.excinfo is not None else None
    if error is None:
        return passed(id_, call.duration)
    if isinstance(error, Verdict):
        return judged(id_, error, masker, call.duration)
    return broken(id_, error, masker, call.duration)
