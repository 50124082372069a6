"""Benchmarks: `make bench-micro`."""
