"""Calling a provider: the one seam that every probe goes through."""
