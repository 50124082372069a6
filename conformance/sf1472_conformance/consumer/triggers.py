"""Ways to make a consumer look citizens up: a command, a webhook, or a person."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
from collections.abc import Callable, Iterable
from typing import Literal

import httpx
import msgspec

from sf1472.errors import KitError
from sf1472_conformance.consumer.conduct import End
from sf1472_conformance.consumer.pace import Pace
from sf1472_conformance.consumer.venue import LookupRequest, Venue
from sf1472_conformance.texts import ending

POLL = 0.05  # seconds between looks at how far a lookup is
LOOK = 0.5  # seconds between looks at how far a command is; its end is seen at once
GRACE = 5.0  # seconds that a command gets to end when its time is up
CONNECT = 10.0  # seconds that a webhook gets to take the connection
_PLACES = ("{cpr}", "{dato}")


class _Reply(msgspec.Struct, frozen=True):
    """What a webhook may answer with; fields as the control API takes them."""

    outcome: Literal["used", "fejl", "refused"] | None = None
    cases: int | None = None
    date: str | None = None


class Command:
    """A shell command: once for the whole exam, or per lookup where it says {cpr} or {dato}.

    It finds everything in its environment: SF1472_URL, SF1472_WSDL, SF1472_OPSLAG (the lookups in
    order, `cpr` or `cpr@date`), SF1472_UDFALD_URL, and SF1472_TOKEN if the stub has one.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self.together = not any(place in command for place in _PLACES)

    def run(self, venue: Venue, requests: tuple[LookupRequest, ...], pace: Pace) -> End:
        """Run the command to its end or until its time is up; it prints where we do.

        Whoever interrupts us interrupts the command, too.
        """
        command = self._command if self.together else _filled(self._command, requests[0])
        with subprocess.Popen(  # noqa: S602 - the user's own command, from the command line
            command,
            shell=True,
            env={**os.environ, **_environment(venue, requests)},
            start_new_session=True,
        ) as process:
            try:
                code = _ended(process, pace)
            except KeyboardInterrupt:
                pace.cut()
                _end(process)
                raise
            if code is None:
                pace.cut()
                _end(process)
                return End(ending("command_time"), well=False)
        return End(ending("command", code=code), well=code == 0)


class Webhook:
    """An address of the consumer's that is called for each lookup (POST, JSON).

    It gets `citizen`, `situation`, `url`, and `date` where the clock should be moved; it may answer
    with `outcome` and `cases`, or tell later. Raises KitError where nobody takes the connection.
    """

    together = False

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            address = httpx.URL(url)
            port = address.port or {"http": 80, "https": 443}[address.scheme]
            socket.create_connection((address.host, port), CONNECT).close()
        except (httpx.InvalidURL, KeyError, OSError) as error:
            raise KitError(
                f"Webhooken {url} kan ikke kaldes ({error}). Kontrollér adressen, og at anvenderen "
                "lytter der"
            ) from error

    def run(self, venue: Venue, requests: tuple[LookupRequest, ...], pace: Pace) -> End:
        """Call the webhook, then wait until the lookup is over or its time is up.

        A reply that cannot be read says nothing about the lookup; the exam goes on to the next.
        """
        (request,) = requests
        try:
            answer = self._call(venue, request, max(pace.left(), POLL))
        except httpx.TimeoutException:
            return _cut(pace)
        except httpx.HTTPError as error:
            return End(ending("webhook_failed", problem=error), well=False)
        if not answer.is_success:
            return End(ending("webhook_status", status=answer.status_code), well=False)
        told = _told(answer.content)
        if told is not None and told.outcome is not None:
            more = {"cases": str(told.cases)} if told.cases is not None else {}
            more |= {"date": told.date} if told.date is not None else {}
            venue.tell(request.situation.id, told.outcome, **more)
        elif not _wait(pace, pace.left):
            return _cut(pace)
        return End(ending("all_seen" if told is not None else "webhook_reply"), told is not None)

    def _call(self, venue: Venue, request: LookupRequest, seconds: float) -> httpx.Response:
        body: dict[str, str] = {
            "citizen": request.citizen,
            "situation": request.situation.id,
            "url": venue.url,
            "outcomes_url": venue.outcomes_url,
        }
        if request.day is not None:
            body["date"] = request.day.isoformat()
        return httpx.post(self._url, json=body, timeout=seconds, trust_env=False)


class Person:
    """A person who looks the citizens up in the consumer's own pages; `show` tells what is left."""

    together = True

    def __init__(self, show: Callable[[Iterable[LookupRequest]], None]) -> None:
        self._show = show

    def run(self, venue: Venue, requests: tuple[LookupRequest, ...], pace: Pace) -> End:  # noqa: ARG002
        """Show the list and wait until all of it was done, or the time of the whole is up."""
        self._show(requests)
        return End(ending("all_seen" if _wait(pace, pace.left_in_all) else "time"))


def _filled(command: str, request: LookupRequest) -> str:
    day = request.day.isoformat() if request.day is not None else ""
    return command.replace("{cpr}", request.citizen).replace("{dato}", shlex.quote(day))


def _environment(venue: Venue, requests: tuple[LookupRequest, ...]) -> dict[str, str]:
    listed = (r.citizen if r.day is None else f"{r.citizen}@{r.day.isoformat()}" for r in requests)
    found = {
        "SF1472_URL": venue.url,
        "SF1472_WSDL": f"{venue.url}?wsdl",
        "SF1472_OPSLAG": " ".join(listed),
        "SF1472_UDFALD_URL": venue.outcomes_url,
    }
    return found | ({"SF1472_TOKEN": venue.token} if venue.token is not None else {})


def _ended(process: subprocess.Popen[bytes], pace: Pace) -> int | None:
    """Wait for a command and return its code, None when its time is up first."""
    while (left := pace.left()) > 0:
        try:
            return process.wait(min(left, LOOK))
        except subprocess.TimeoutExpired:
            continue
    return None


def _cut(pace: Pace) -> End:
    """Go on without a lookup whose time is up."""
    pace.cut()
    return End(ending("time"), well=False)


def _told(content: bytes) -> _Reply | None:
    """Return what a webhook's reply tells, which may be nothing; None where it is not as agreed."""
    try:
        return msgspec.json.decode(content, type=_Reply) if content.strip() else _Reply()
    except msgspec.MsgspecError:
        return None


def _wait(pace: Pace, left: Callable[[], float]) -> bool:
    """Wait until all is done or no seconds are left; return whether it was done."""
    while not pace.done():
        if left() <= 0:
            return False
        pace.pause(POLL)
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
