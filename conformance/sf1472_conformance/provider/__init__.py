"""Judging providers: asking one, reading its answers, and the checks."""
