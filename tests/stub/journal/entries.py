"""Entries and filters to try stores with, some by hand and some by Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sf1472.timing import SYSTEM
from sf1472_stub.journal import Breach, Entry, Filter, Judgement, new_id

CODES = ["SAG_UKENDT", "SAG_UKENDT_2", "SAGXUKENDT", "50%", "a/b"]
TEXTS = ["æ", "<a>", "%", "_", "x\0y"]


def an_entry(**given: Any) -> Entry:
    """Return a plain call, different in what is given."""
    values: dict[str, Any] = {
        "id": new_id(),
        "time": SYSTEM.now(),
        "method": "POST",
        "path": "/service/x?a=1&b=",
        "request_headers": (("host", "stub:8472"), ("content-type", "text/xml")),
        "request_body": "<æ/>".encode(),
        "soap_version": "1.1",
        "status": 200,
        "response_headers": (("content-type", "text/xml; charset=utf-8"),),
        "response_body": b"<svar/>",
    }
    return Entry(**(values | given))


_callers = st.sampled_from([None, "64942212", "55133018"])
_faults = st.sampled_from([None, "METODE", "UGYLDIG_XML"])
_statuses = st.sampled_from([None, 200, 404, 500])
_outcomes = st.sampled_from(["svar", "dryp"])
_bodies = st.lists(st.sampled_from([t.encode() for t in TEXTS] + [b"\xff"]), max_size=4)

entries = st.builds(
    an_entry,
    caller=_callers,
    transaktions_id=st.sampled_from([None, "tx-1", "tx\0-2"]),
    scenario=st.sampled_from([None, "SC-1"]),
    status=_statuses,
    outcome=_outcomes,
    fault=_faults,
    fejl=st.lists(st.sampled_from(CODES), max_size=2).map(tuple),
    breaches=st.sampled_from([(), (Breach("/a", 1, "tekst"),)]),
    trace=st.sampled_from([(), (Judgement("uuid", "UDKL_11", ("HJ-LOV-2",)),)]),
    request_body=_bodies.map(b"".join),
    response_body=_bodies.map(b"".join),
)

_wanted = {
    "caller": _callers,
    "scenario": st.sampled_from([None, "SC-1"]),
    "fault": _faults,
    "fejl": st.sampled_from([None, "SAG_", *CODES]),
    "transaktions_id": st.sampled_from([None, "tx-1", "tx\0-2"]),
    "status": _statuses,
    "outcome": st.sampled_from([None, "svar", "dryp"]),
    "problem": st.sampled_from([None, True, False]),
    "text": st.sampled_from([None, "æ<a>", *TEXTS]),
}
TRIED = set(_wanted)
filters = st.builds(Filter, **_wanted)
