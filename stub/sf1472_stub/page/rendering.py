"""From what is to be shown to HTML. Jinja2 is loaded with the first page, not with the stub."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sf1472.universe import DANMARK

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: Any) -> str:
    """Return the template's HTML with everything in `values` escaped."""
    return _environment().get_template(template).render(values)


def klokken(moment: datetime) -> str:
    """Return the time of day in Denmark, with thousandths."""
    local = moment.astimezone(DANMARK)
    return f"{local:%H.%M.%S},{local.microsecond // 1000:03}"


def dag(moment: date) -> str:
    """Return the day, for a point in time the one in Denmark."""
    local = moment.astimezone(DANMARK) if isinstance(moment, datetime) else moment
    return f"{local.day}.{local.month}.{local.year}"


def milliseconds(number: float) -> str:
    """Return a number of milliseconds with a decimal comma, as many digits as mean something."""
    return f"{number:.1f}".replace(".", ",") if number < 100 else f"{number:.0f}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sf1472_stub.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"klokken": klokken, "dag": dag, "ms": milliseconds}
    return environment
