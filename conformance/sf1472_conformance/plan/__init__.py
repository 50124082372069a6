"""The plan of a run: what is judged, how, and by which rules."""
