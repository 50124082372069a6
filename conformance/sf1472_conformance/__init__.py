"""The conformance kit: rules as data, checks as pytest tests, verdicts on messages only.

The kit never imports the stub and never the stub's decisions: its oracle of the law is its own.
"""
