"""What the commands of `sf1472 conform` share: options, and keeping the kit's own faults apart."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sf1472.errors import KitError

if TYPE_CHECKING:
    from sf1472_conformance.connection import Connection
    from sf1472_conformance.plan import Limits, Selection

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
PROFILES = ("grund", "hjemmel", "robusthed", "fuld", "drift")
POSITIVE = click.FloatRange(min=0, min_open=True)
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


@dataclass(frozen=True)
class How:
    """Which rules are run, how the provider is called, and how fast."""

    selection: Selection
    connection: Connection
    limits: Limits

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> How:
        """Make it of the command line's options; what is missing is as by default."""
        return cls(selection_of(options), _connection(options), _limits(options))


def selection_options(command: _Command) -> _Command:
    """Add the options that choose rules."""
    for option in (
        click.option(
            "--profile",
            type=click.Choice(PROFILES),
            default="fuld",
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


def chance_options(command: _Command) -> _Command:
    """Add the options that steer what is drawn by chance."""
    for option in (
        click.option("--seed", default=1472, show_default=True, help="Frø til det tilfældige."),
        click.option(
            "--examples",
            type=click.IntRange(1),
            default=100,
            show_default=True,
            help="Tilfældige forespørgsler pr. regel.",
        ),
    ):
        command = option(command)
    return command


def limit_options(command: _Command) -> _Command:
    """Add the options that bound a run."""
    for option in (
        click.option(
            "--rate", type=POSITIVE, metavar="TAL", help="Højst så mange kald i sekundet."
        ),
        click.option(
            "--time-limit", type=POSITIVE, metavar="SEKUNDER", help="Hele kørslens længste tid."
        ),
        click.option(
            "--workers",
            type=click.IntRange(0, 64),
            default=0,
            metavar="ANTAL",
            help="Så mange processer ved siden af hinanden (pytest-xdist).",
        ),
    ):
        command = option(command)
    return command


def connection_options(command: _Command) -> _Command:
    """Add the options that say how to call."""
    for option in (
        click.option(
            "--timeout",
            type=POSITIVE,
            default=20.0,
            show_default=True,
            metavar="SEKUNDER",
            help="Den længste tid, et kald må tage.",
        ),
        click.option("--proxy", metavar="ADRESSE", help="Proxy, som kaldene går gennem."),
        click.option(
            "--ca", type=FILE, metavar="FIL", help="Egen CA (PEM) i stedet for maskinens."
        ),
        click.option(
            "--cert", type=FILE, metavar="FIL", help="Klientcertifikat, PEM eller PKCS#12."
        ),
        click.option("--key", type=FILE, metavar="FIL", help="Nøglen, når den ligger for sig."),
        click.option(
            "--cert-password",
            envvar="SF1472_CERT_PASSWORD",
            help="Nøglens kodeord (hellere i env).",
        ),
        click.option("--soap-headers", type=FILE, metavar="FIL", help="Egne SOAP-hoveder (XML)."),
    ):
        command = option(command)
    return command


def selection_of(options: Mapping[str, Any], role: str = "provider") -> Selection:
    """Return the rules on a role that the command line's options choose."""
    from sf1472_conformance.catalogue import Profile, Role
    from sf1472_conformance.plan import Selection

    return Selection(
        profile=Profile(options.get("profile", "fuld")),
        rules=tuple(options.get("rules", ())),
        keyword=options.get("keyword", ""),
        role=Role(role),
    )


def _limits(options: Mapping[str, Any]) -> Limits:
    from sf1472_conformance.plan import DRIFT_RATE, Limits

    rate = options.get("rate")
    if rate is None and options.get("profile") == "drift":
        rate = DRIFT_RATE
    seconds = options.get("time_limit")
    return Limits(rate, time.time() + seconds if seconds is not None else None)


def _connection(options: Mapping[str, Any]) -> Connection:
    from sf1472_conformance.connection import Connection, read_headers

    headers: Path | None = options.get("soap_headers")
    return Connection(
        timeout=options.get("timeout", 20.0),
        proxy=options.get("proxy"),
        ca=_path(options.get("ca")),
        certificate=_path(options.get("cert")),
        key=_path(options.get("key")),
        password=options.get("cert_password"),
        headers=read_headers(headers) if headers is not None else "",
    )


def _path(file: Path | None) -> str | None:
    return str(file.absolute()) if file is not None else None
