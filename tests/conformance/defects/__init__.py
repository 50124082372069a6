"""Defective providers: each one defect away from the correct one, with the rules it must fail."""

from . import answers, envelopes, faults, meta, restrictions, schema, wsdl
from .register import DEFECTS

__all__ = [
    "DEFECTS",
    "answers",
    "envelopes",
    "faults",
    "meta",
    "restrictions",
    "schema",
    "wsdl",
]
