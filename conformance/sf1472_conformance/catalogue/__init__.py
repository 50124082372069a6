"""The two catalogues: requirements of the sources, and the rules that judge them. All data."""

from sf1472.profiles import RuleProfile
from sf1472_conformance.catalogue.loading import Catalogue, load_catalogue, load_checklist, used_ids
from sf1472_conformance.catalogue.model import (
    Actor,
    Basis,
    ChecklistItem,
    Need,
    Requirement,
    Role,
    Rule,
    Severity,
    Strength,
    Wording,
)

__all__ = [
    "Actor",
    "Basis",
    "Catalogue",
    "ChecklistItem",
    "Need",
    "Requirement",
    "Role",
    "Rule",
    "RuleProfile",
    "Severity",
    "Strength",
    "Wording",
    "load_catalogue",
    "load_checklist",
    "used_ids",
]
