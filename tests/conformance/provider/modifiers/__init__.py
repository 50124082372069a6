"""Small changes to the stub, of which defective providers are composed.

Each takes the stub and what answers, and returns what answers instead.
"""

from .business import also, asks, groups, limits, reads_kle, rights, says
from .envelope import (
    documents,
    envelopes,
    faults,
    forgives,
    hears,
    instead,
    labels,
    on_post,
    overlooks,
    reads,
    refuses,
    sends,
    serves,
    takes,
    utf16,
    where,
    writes,
    writes_faults,
)
from .inside import discloses, judges, keeps, without
from .message import Message, fault, fault_name, is_fault

__all__ = [
    "Message",
    "also",
    "asks",
    "discloses",
    "documents",
    "envelopes",
    "fault",
    "fault_name",
    "faults",
    "forgives",
    "groups",
    "hears",
    "instead",
    "is_fault",
    "judges",
    "keeps",
    "labels",
    "limits",
    "on_post",
    "overlooks",
    "reads",
    "reads_kle",
    "refuses",
    "rights",
    "says",
    "sends",
    "serves",
    "takes",
    "utf16",
    "where",
    "without",
    "writes",
    "writes_faults",
]
