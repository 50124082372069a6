"""The report: one structure, and a writer for each of its forms."""
