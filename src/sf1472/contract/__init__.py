"""Contracts: a folder of WSDL and XSD with a profile, and the schema that judges every message."""

from sf1472.contract.folder import Contract, load_contract
from sf1472.contract.profile import Group, Leaf, Profile
from sf1472.contract.schema import Schema, SchemaError
from sf1472.contract.service import ServiceDescription

__all__ = [
    "Contract",
    "Group",
    "Leaf",
    "Profile",
    "Schema",
    "SchemaError",
    "ServiceDescription",
    "load_contract",
]
