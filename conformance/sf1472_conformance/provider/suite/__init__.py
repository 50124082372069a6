"""The suite: one pytest test per rule, each bound to its id."""
