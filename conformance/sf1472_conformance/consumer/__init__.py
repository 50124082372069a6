"""Judging consumers: an exam puts one in situations, and the journal of it is judged offline."""
