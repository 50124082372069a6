"""The checks on what the answers say: who sees what, and no more."""
