"""Many runs: replications on common random numbers, and comparisons of scenarios.

A run becomes a log, a log becomes measures, and only the measures of a replication
are kept unless the log is asked for.
"""

from __future__ import annotations

from acd.experiment.compare import compare
from acd.experiment.replicate import simulate
from acd.experiment.result import Log, Result

__all__ = ["Log", "Result", "compare", "simulate"]
