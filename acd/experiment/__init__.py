"""Many runs: replications on common random numbers, and comparisons of scenarios.

A run is counted while it goes on and leaves measures; it leaves a log, and measures
from that, when the log is asked for.
"""

from __future__ import annotations

from acd.experiment.compare import compare
from acd.experiment.replicate import simulate
from acd.experiment.result import Log, Result

__all__ = ["Log", "Result", "compare", "simulate"]
