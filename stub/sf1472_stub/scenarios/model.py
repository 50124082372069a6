"""The scenario language: what `fixtures/scenarier/*.yaml` may say. The field names are the file's.

A scenario says when it applies (`naar`), what then happens (`goer`, or step by step `forloeb`), and
for people what it shows and what a good consumer does.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

START = "start"


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """The calls a scenario applies to: all that is given must fit.

    `hjemmel` is a code of the contract, `header` names and exact values of HTTP headers, `sti` the
    path, `soap` 1.1 or 1.2, `kald_nr` the number of the call among those that else fit, from 1.
    """

    cpr: str | None = None
    kalder: str | None = None
    hjemmel: str | None = None
    header: dict[str, str] = {}
    sti: str | None = None
    soap: Literal["1.1", "1.2"] | None = None
    kald_nr: int | None = None


class Delay(Struct, frozen=True, forbid_unknown_fields=True):
    """A delay in seconds: `fast` one figure, `jaevn` between two, `lognormal` median and sigma."""

    fast: float | None = None
    jaevn: tuple[float, float] | None = None
    lognormal: tuple[float, float] | None = None


class Http(Struct, frozen=True, forbid_unknown_fields=True):
    """An HTTP answer in place of the service's."""

    status: int
    headers: dict[str, str] = {}
    krop: str = ""
    indholdstype: str = "text/html; charset=utf-8"


class Advis(Struct, frozen=True, forbid_unknown_fields=True):
    """A notice beside the answer."""

    id: str
    tekst: str


Distortion = Literal[
    "afkortet-xml",
    "anden-soap-version",
    "ekstra-element",
    "forkert-indholdstype",
    "forkert-navnerum",
    "forkert-relates-to",
    "forkert-tegnsaet",
    "forkert-transaktions-id",
    "gammelt-svar",
    "gentaget-sag",
    "manglende-element",
    "ugyldig-xml",
]
ConnectionFault = Literal[
    "dryp", "haeng", "luk-tom", "nulstil-efter-headers", "nulstil-foer-headers", "nulstil-i-headers"
]


class Action(Struct, frozen=True, forbid_unknown_fields=True):
    """What happens. At most one of the fields from `fejl` to `sager_fra` replaces the answer.

    `forsinkelse` comes first; `fejl` is a code of svarreaktioner.toml, `soapfejl` an id of
    soapfejl.toml, `antal_sager` so many running cases of the other sector and `antal_henlagte` so
    many that were shelved three months ago, `sager_fra` the CPR number of a test citizen whose
    cases are given, whoever asks; then `advis` and `forvansk` change the answer, and `forbindelse`
    what becomes of it on the way.
    """

    forsinkelse: Delay | None = None
    fejl: str | None = None
    soapfejl: str | None = None
    http: Http | None = None
    antal_sager: int | None = None
    antal_henlagte: int | None = None
    sager_fra: str | None = None
    advis: Advis | None = None
    forvansk: tuple[Distortion, ...] = ()
    forbindelse: ConnectionFault | None = None


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One state of a course: what happens in it, and the state that follows (none: it stays)."""

    tilstand: str
    goer: Action = Action()
    naeste: str | None = None


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """One scenario.

    `id` is stable, `navn` what one asks for; `borger` a CPR number reserved for it; `aktiv` whether
    it applies to every call that fits `naar` without being chosen; `sandsynlighed` how often it
    acts, drawn from `froe`.
    """

    id: str
    navn: str
    viser: str
    god_anvender: str
    goer: Action | None = None
    forloeb: tuple[Step, ...] = ()
    borger: str | None = None
    naar: When = When()
    aktiv: bool = False
    sandsynlighed: float = 1.0
    froe: int = 1472
