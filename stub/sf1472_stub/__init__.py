"""The stub."""
