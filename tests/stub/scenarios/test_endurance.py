"""Faults in great number: nothing leaks, and a good call is always answered at once."""

from __future__ import annotations

import itertools
import os
import threading
import time

from tests.stub.caller import Caller

from .observe import request, see

FAULTS = (
    "tomt-http-svar",
    "nulstillet-foer-headers",
    "http-503",
    "nulstillet-i-headers",
    "afkortet-xml",
    "nulstillet-efter-headers",
    "ugyldig-xml",
    "fejl-i-anden-soap-version",
    "gammelt-svar",
    "omdirigering",
)


def open_files() -> int:
    """Return the number of file descriptors of this process, the stub's among them."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as little as possible in between


def settled(caller: Caller, most: int) -> bool:
    """Wait until the server has let go of its connections, ten seconds at the most."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        assert caller.ask().status == 200
        if open_files() <= most:
            return True
    return False


def test_a_thousand_faults_leak_nothing(start) -> None:  # type: ignore[no-untyped-def]
    """Files and threads stay as many, and the next call is answered within a second."""
    caller: Caller = start()
    for navn in FAULTS:
        see(caller, request(caller, navn))
    assert settled(caller, open_files())
    files, threads = open_files(), threading.active_count()
    good, contents = request(caller), [request(caller, navn) for navn in FAULTS]
    for number, content in enumerate(itertools.islice(itertools.cycle(contents), 1000)):
        see(caller, content)
        if number % 10 == 0:
            after = see(caller, good, timeout=1)
            assert after.reply is not None
            assert after.reply.status == 200
    assert settled(caller, files)
    assert threading.active_count() <= threads


def test_callers_who_hang_disturb_nobody(start) -> None:  # type: ignore[no-untyped-def]
    """While fifty calls wait in silence, another is answered within a second."""
    caller: Caller = start()
    hanging = request(caller, "timeout")
    threads = [
        threading.Thread(target=see, args=(caller, hanging), kwargs={"timeout": 1.5})
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    answered = see(caller, request(caller), timeout=1)
    for thread in threads:
        thread.join()
    assert answered.reply is not None
    assert answered.reply.status == 200
