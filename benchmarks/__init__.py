"""Benchmarks: what is fast, measured; see README.md."""
