"""The pytest fixture by which one's own tests judge a provider as the command line does.

It is loaded in every pytest run where the kit is installed, so it imports the kit late.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sf1472_conformance.plan.plan import Plan


@pytest.fixture(scope="session")
def sf1472_plan(
    pytestconfig: pytest.Config, sf1472_url: str, sf1472_options: Sequence[str]
) -> Plan:
    """Return the plan that `sf1472 conform provider` would make of the same words.

    Each of xdist's workers has its share of the rate. Words that cannot be used are an error of
    each test, since a worker that ends the run cannot say why.
    """
    import click

    from sf1472.cli.conform.plan import plan_of, read_options
    from sf1472.errors import KitError
    from sf1472_conformance.running.chosen import selection_in

    try:
        plan = plan_of(sf1472_url, read_options(sf1472_options), selection_in(pytestconfig))
    except click.ClickException as error:
        problem = error.format_message()
    except KitError as error:
        problem = str(error)
    else:
        worker: dict[str, int] = getattr(pytestconfig, "workerinput", {})
        return plan.shared(worker.get("workercount", 1))
    pytest.fail(f"sf1472_options: {problem}", pytrace=False)
