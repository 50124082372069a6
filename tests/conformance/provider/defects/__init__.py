"""Defective providers: the stub with one defect each, and the rules that it must fail."""

from . import answers, envelopes, faults, http, law, meta, restrictions, schema, silence, wsdl
from .register import DEFECTS, Defect, defective

__all__ = [
    "DEFECTS",
    "Defect",
    "answers",
    "defective",
    "envelopes",
    "faults",
    "http",
    "law",
    "meta",
    "restrictions",
    "schema",
    "silence",
    "wsdl",
]
