"""Verdicts: what a check finds, and the evidence that is kept of it."""
