"""Whom a provider's judgement asks, and how: the options of it, and the plan that they make.

`sf1472 conform provider` and the pytest plugin read the same options here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sf1472.cli.conform.options import FILE, POSITIVE
from sf1472.cli.options import contract_option, data_option, date_option
from sf1472.patterns import CPR, CVR
from sf1472.timing import SYSTEM

if TYPE_CHECKING:
    from sf1472_conformance.calling.connection import ConnectionSettings
    from sf1472_conformance.plan.plan import Plan
    from sf1472_conformance.plan.selection import Selection

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _cvr(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not CVR.fullmatch(value):
        raise click.BadParameter(f"{value!r} er ikke et CVR-nummer på otte cifre", ctx, param)
    return value


def _cpr(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Read CPR numbers; a wrong one may be somebody's, and is not repeated."""
    if not all(CPR.fullmatch(number) for number in value):
        raise click.BadParameter("et CPR-nummer skrives med ti cifre og intet andet", ctx, param)
    return value


_WHOM = (
    contract_option,
    data_option,
    date_option,
    click.option(
        "--cpr",
        "citizens",
        multiple=True,
        callback=_cpr,
        metavar="NUMMER",
        help="Borger, der spørges om; kan gentages.  [standard: testborgerne]",
    ),
    click.option(
        "--kommune",
        callback=_cvr,
        metavar="CVR",
        help="Den kommune, der spørger.  [standard: en med testsager]",
    ),
    click.option(
        "--anden-kommune",
        callback=_cvr,
        metavar="CVR",
        help="En anden kommune, som den første ikke må spørge om.  [standard: en med testsager]",
    ),
    click.option(
        "--udk",
        callback=_cvr,
        metavar="CVR",
        help="Udbetaling Danmarks CVR-nummer hos udbyderen.  [standard: testdataenes]",
    ),
    click.option("--knowledge", type=FILE, metavar="FIL", help="Hvad du ved om udbyderens data."),
)
_CHANCE = (
    click.option("--seed", default=1472, show_default=True, help="Frø til det tilfældige."),
    click.option(
        "--examples",
        type=click.IntRange(1),
        default=100,
        show_default=True,
        help="Tilfældige forespørgsler pr. regel.",
    ),
)
_LIMITS = (
    click.option("--rate", type=POSITIVE, metavar="TAL", help="Højst så mange kald i sekundet."),
    click.option(
        "--time-limit", type=POSITIVE, metavar="SEKUNDER", help="Hele kørslens længste tid."
    ),
)
_CONNECTION = (
    click.option(
        "--timeout",
        type=POSITIVE,
        default=20.0,
        show_default=True,
        metavar="SEKUNDER",
        help="Den længste tid, et kald må tage.",
    ),
    click.option("--proxy", metavar="ADRESSE", help="Proxy, som kaldene går gennem."),
    click.option("--ca", type=FILE, metavar="FIL", help="Egen CA (PEM) i stedet for maskinens."),
    click.option("--cert", type=FILE, metavar="FIL", help="Klientcertifikat, PEM eller PKCS#12."),
    click.option("--key", type=FILE, metavar="FIL", help="Nøglen, når den ligger for sig."),
    click.option(
        "--cert-password",
        envvar="SF1472_CERT_PASSWORD",
        help="Nøglens kodeord (hellere i env).",
    ),
    click.option("--soap-headers", type=FILE, metavar="FIL", help="Egne SOAP-hoveder (XML)."),
)

CONNECTION = (
    "--timeout",
    "--proxy",
    "--ca",
    "--cert",
    "--key",
    "--cert-password",
    "--soap-headers",
)


def plan_options(command: _Command) -> _Command:
    """Add every option that a plan is made of, but the address and the rules."""
    for option in reversed((*_WHOM, *_CHANCE, *_LIMITS, *_CONNECTION)):
        command = option(command)
    return command


def connection_options(command: _Command) -> _Command:
    """Add the options that say how to call."""
    for option in reversed(_CONNECTION):
        command = option(command)
    return command


@click.command("sf1472_options", add_help_option=False)
@plan_options
def _alone(**_: Any) -> None:
    """Take the options of a plan and nothing else."""


def read_options(words: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return the options of a plan, written as on the command line; what is missing is as there.

    Raises click.UsageError for what the command line would not take.
    """
    return _alone.make_context(_alone.name, list(words)).params


def plan_of(url: str, options: Mapping[str, Any], selection: Selection) -> Plan:
    """Return the plan to judge the provider at `url`. Raises KitError when there can be none."""
    from sf1472.contract import load_contract
    from sf1472_conformance.law.knowledge import load_knowledge
    from sf1472_conformance.plan.plan import Limits, Plan
    from sf1472_conformance.plan.settings import Wishes, settle

    contract = load_contract(options["contract"])
    knowledge: Path | None = options["knowledge"]
    seconds: float | None = options["time_limit"]
    wishes = Wishes(
        url,
        options["kommune"],
        options["anden_kommune"],
        options["udk"],
        options["citizens"],
        options["dato"],
        load_knowledge(knowledge, contract.profile) if knowledge is not None else (),
        options["seed"],
        options["examples"],
    )
    return Plan(
        settings=settle(wishes, contract, options["data"]),
        contract=str(contract.folder),
        connection=connection_of(options),
        selection=selection,
        limits=Limits.under(
            selection.profile,
            options["rate"],
            SYSTEM.now().timestamp() + seconds if seconds is not None else None,
        ),
    )


def connection_of(options: Mapping[str, Any]) -> ConnectionSettings:
    """Return how the options say to call. Raises KitError for SOAP headers that are no XML."""
    from sf1472_conformance.calling.connection import ConnectionSettings, read_headers

    headers: Path | None = options["soap_headers"]
    return ConnectionSettings(
        timeout=options["timeout"],
        proxy=options["proxy"],
        ca=_path(options["ca"]),
        certificate=_path(options["cert"]),
        key=_path(options["key"]),
        password=options["cert_password"],
        headers=read_headers(headers) if headers is not None else "",
    )


def _path(file: Path | None) -> str | None:
    return str(file.absolute()) if file is not None else None
