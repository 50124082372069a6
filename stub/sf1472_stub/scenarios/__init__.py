"""Scenarios: the platform's bad days on demand."""

from sf1472_stub.scenarios.engine import CallFacts, Choice, Scenarios
from sf1472_stub.scenarios.load import Known, load_scenarios
from sf1472_stub.scenarios.model import Action, Scenario

__all__ = ["Action", "CallFacts", "Choice", "Known", "Scenario", "Scenarios", "load_scenarios"]
