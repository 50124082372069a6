"""Ways to make a consumer look citizens up: a command, a webhook, or a person."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Iterable
from math import inf
from typing import Literal

import httpx
import msgspec

from sf1472.errors import KitError
from sf1472_conformance.catalogue import Wording
from sf1472_conformance.consumer.conduct import POLL, Request, Venue
from sf1472_conformance.texts import ending

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

    def __init__(self, command: str) -> None:
        self._command = command
        self.together = not any(place in command for place in _PLACES)

    def run(
        self,
        venue: Venue,
        requests: tuple[Request, ...],
        _: Callable[[], bool],
        seconds: float | None,
    ) -> Wording:
        """Run the command to its end; what it prints goes where ours does."""
        command = self._command if self.together else _filled(self._command, requests[0])
        with subprocess.Popen(  # noqa: S602 - the user's own command, from the command line
            command,
            shell=True,
            env={**os.environ, **_environment(venue, requests)},
            start_new_session=True,
        ) as process:
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                _end(process)
                return ending("command_time")
            except KeyboardInterrupt:
                _end(process)
                raise
        return ending("command", code=code)


class Webhook:
    """An address of the consumer's that is called for each lookup (POST, JSON).

    It gets `citizen`, `situation`, `url`, and `date` where the clock should be moved; it may answer
    with `outcome` and `cases`, or tell later.
    """

    together = False

    def __init__(self, url: str) -> None:
        self._url = url

    def run(
        self,
        venue: Venue,
        requests: tuple[Request, ...],
        done: Callable[[], bool],
        seconds: float | None,
    ) -> Wording:
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
        end = _end_of(seconds)
        told = self._call(body, seconds)
        if told is not None and told.outcome is not None:
            more = {"cases": str(told.cases)} if told.cases is not None else {}
            more |= {"date": told.date} if told.date is not None else {}
            venue.tell(request.situation.id, told.outcome, **more)
        else:
            _wait(done, end)
        return ending("all_seen")

    def _call(self, body: dict[str, str], seconds: float | None) -> _Reply | None:
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

    def __init__(self, show: Callable[[Iterable[Request]], None]) -> None:
        self._show = show

    def run(
        self,
        venue: Venue,
        requests: tuple[Request, ...],
        done: Callable[[], bool],
        seconds: float | None,
    ) -> Wording:
        """Show the list and wait until all of it was seen, or the time is up."""
        self._show(requests)

        def all_done() -> bool:
            return all(venue.calls(request.situation.id) for request in requests) and done()

        return ending("all_seen" if _wait(all_done, _end_of(seconds)) else "time")


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


def _end_of(seconds: float | None) -> float:
    """Return when so many seconds have passed, on the monotonic clock; never without a limit."""
    return time.monotonic() + seconds if seconds is not None else inf


def _wait(done: Callable[[], bool], end: float) -> bool:
    """Wait until it is done or the time is up, and say which: whether it was done."""
    while not done():
        if time.monotonic() >= end:
            return False
        time.sleep(POLL)
    return True


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
