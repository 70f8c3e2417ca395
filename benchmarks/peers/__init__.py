"""The same two works in other programs' hands: `python -m benchmarks.peers`."""
