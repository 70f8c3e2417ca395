"""Many runs: replications on common random numbers, comparisons and sweeps of scenarios.

Replications run on threads or on a Dask cluster, through one interface, and give the same numbers on both.

A run is counted while it goes on and leaves measures; it leaves a log, and measures
from that, when the log is asked for.
"""

from __future__ import annotations

from acd.experiment.compare import compare
from acd.experiment.replicate import simulate
from acd.experiment.result import Log, Result
from acd.experiment.stopping import Precision, Reached
from acd.experiment.sweep import sweep

__all__ = ["Log", "Precision", "Reached", "Result", "compare", "simulate", "sweep"]
