"""What the commands of `sf1472 conform` share: options, and keeping the kit's own faults apart."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sf1472.errors import KitError
from sf1472.profiles import RuleProfile

if TYPE_CHECKING:
    from sf1472_conformance.plan.selection import Selection

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
POSITIVE = click.FloatRange(min=0, min_open=True)
RULES = ("--profile", "--rule", "-k")
REPORT = ("--report", "--lang")
lang_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default="dansk",
    help="Rapportens sprog.",
)
report_option = click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("rapport"),
    show_default=True,
    metavar="MAPPE",
    help="Mappe til rapporten: HTML, JSON, JUnit XML og SARIF.",
)
_Command = TypeVar("_Command", bound=Callable[..., Any])


@contextmanager
def own_faults_apart() -> Iterator[None]:
    """End with 2 when the kit itself breaks: 1 would look like a verdict."""
    try:
        yield
    except KitError:
        raise
    except Exception:
        traceback.print_exc()
        sys.exit(2)


def selection_options(command: _Command) -> _Command:
    """Add the options that choose rules."""
    for option in (
        click.option(
            "--profile",
            type=click.Choice([profile.value for profile in RuleProfile]),
            default=RuleProfile.FULD.value,
            show_default=True,
            help="Hvilke regler; drift er skånsom og uden fjendtlige beskeder.",
        ),
        click.option("--rule", "rules", multiple=True, metavar="REGEL", help="Fx P-FEJL-*."),
        click.option(
            "-k",
            "keyword",
            default="",
            metavar="UDTRYK",
            help='Som pytests -k, også på regler, fx "not P-HTTP-3".',
        ),
    ):
        command = option(command)
    return command


def selection_of(options: Mapping[str, Any], role: str = "provider") -> Selection:
    """Return the rules on a role that the command line's options choose."""
    from sf1472_conformance.catalogue import Role
    from sf1472_conformance.plan.selection import Selection

    return Selection(
        profile=RuleProfile(options["profile"]),
        rules=options["rules"],
        keyword=options["keyword"],
        role=Role(role),
    )
