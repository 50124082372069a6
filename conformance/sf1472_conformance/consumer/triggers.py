"""Ways to make a consumer look citizens up: a command, a webhook, or a person."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterable
from typing import Literal

import httpx
import msgspec

from sf1472.errors import KitError
from sf1472_conformance.consumer.conduct import POLL, Request, Venue

GRACE = 5.0  # seconds that a command gets to end when its time is up
_PLACES = ("{cpr}", "{dato}")


class _Reply(msgspec.Struct, frozen=True):
    """What a webhook may answer with; fields as the control API takes them."""

    outcome: Literal["used", "fejl", "refused"] | None = None
    cases: int | None = None
    date: str | None = None


class Command:
    """A shell command: once for the whole exam, or per lookup where it says {cpr}.

    It finds everything in its environment: SF1472_URL, SF1472_WSDL, SF1472_OPSLAG (the lookups in
    order, `cpr` or `cpr@date`), SF1472_UDFALD_URL, and SF1472_TOKEN if the stub has one.
    """

    def __init__(self, command: str, seconds: float | None = None) -> None:
        self._command = command
        self._seconds = seconds
        self.together = not any(place in command for place in _PLACES)

    def run(self, venue: Venue, requests: tuple[Request, ...], _: Callable[[], bool]) -> str:
        """Run the command to its end; what it prints goes where ours does."""
        limit = self._seconds if self.together else requests[0].situation.deadline
        command = self._command if self.together else _filled(self._command, requests[0])
        with subprocess.Popen(  # noqa: S602 - the user's own command, from the command line
            command,
            shell=True,
            env={**os.environ, **_environment(venue, requests)},
            start_new_session=True,
        ) as process:
            try:
                code = process.wait(limit)
            except subprocess.TimeoutExpired:
                _end(process)
                return "kommandoens tid var gået"
            except KeyboardInterrupt:
                _end(process)
                raise
        return f"kommandoen endte med {code}"


class Webhook:
    """An address of the consumer's that is called for each lookup (POST, JSON).

    It gets `citizen`, `situation`, `url`, and `date` where the clock should be moved; it may answer
    with `outcome` and `cases`, or tell later.
    """

    together = False

    def __init__(self, url: str) -> None:
        self._url = url

    def run(self, venue: Venue, requests: tuple[Request, ...], done: Callable[[], bool]) -> str:
        """Call the webhook, then wait until the lookup is over."""
        (request,) = requests
        body: dict[str, str] = {
            "citizen": request.citizen,
            "situation": request.situation.id,
            "url": venue.url,
            "outcomes_url": venue.outcomes_url,
        }
        if request.day is not None:
            body["date"] = request.day.isoformat()
        told = self._call(body, request.situation.deadline)
        if told is not None and told.outcome is not None:
            more = {"cases": str(told.cases)} if told.cases is not None else {}
            more |= {"date": told.date} if told.date is not None else {}
            venue.tell(request.situation.id, told.outcome, **more)
            return ""
        _wait(done)
        return ""

    def _call(self, body: dict[str, str], seconds: float) -> _Reply | None:
        try:
            answer = httpx.post(self._url, json=body, timeout=seconds, trust_env=False)
        except httpx.TimeoutException:
            return None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise KitError(f"Webhooken {self._url} kan ikke kaldes: {error}") from error
        if not answer.is_success:
            raise KitError(f"Webhooken {self._url} svarede HTTP {answer.status_code}")
        if not answer.content.strip():
            return None
        try:
            return msgspec.json.decode(answer.content, type=_Reply)
        except msgspec.MsgspecError as error:
            raise KitError(f"Webhooken {self._url} svarede ikke som aftalt: {error}") from error


class Person:
    """A person who looks the citizens up in the consumer's own pages; `show` tells what is left."""

    together = True

    def __init__(
        self, show: Callable[[Iterable[Request]], None], seconds: float | None = None
    ) -> None:
        self._show = show
        self._seconds = seconds

    def run(self, venue: Venue, requests: tuple[Request, ...], done: Callable[[], bool]) -> str:
        """Show the list and wait until all of it was seen, or the time is up."""
        self._show(requests)
        end = time.monotonic() + self._seconds if self._seconds is not None else None
        while end is None or time.monotonic() < end:
            if all(venue.calls(request.situation.id) for request in requests) and done():
                return "alle situationer er gennemgået"
            time.sleep(POLL)
        return "tiden var gået"


def _filled(command: str, request: Request) -> str:
    day = request.day.isoformat() if request.day is not None else ""
    return command.replace("{cpr}", request.citizen).replace("{dato}", shlex.quote(day))


def _environment(venue: Venue, requests: tuple[Request, ...]) -> dict[str, str]:
    listed = (r.citizen if r.day is None else f"{r.citizen}@{r.day.isoformat()}" for r in requests)
    found = {
        "SF1472_URL": venue.url,
        "SF1472_WSDL": f"{venue.url}?wsdl",
        "SF1472_OPSLAG": " ".join(listed),
        "SF1472_UDFALD_URL": venue.outcomes_url,
    }
    return found | ({"SF1472_TOKEN": venue.token} if venue.token is not None else {})


def _wait(done: Callable[[], bool]) -> None:
    while not done():
        time.sleep(POLL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and what it started."""
    for end in (15, 9):
        if os.name == "posix":
            os.killpg(process.pid, end)
        else:
            process.kill()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            continue
        return
