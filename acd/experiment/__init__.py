"""Many runs: replications, antithetic pairs, batches of one long run; comparisons and sweeps of scenarios.

Replications run on threads or on a Dask cluster, through one interface, and give the same numbers on both.

A run is counted while it goes on and leaves measures. When its log is asked for it leaves that too, and the
measures are taken from it.
"""

from __future__ import annotations

from acd.experiment.batches import Batches
from acd.experiment.compare import compare
from acd.experiment.design import simulate
from acd.experiment.precision import Precision
from acd.experiment.result import Log, Result
from acd.experiment.stopping import Reached
from acd.experiment.sweep import sweep
from acd.experiment.warm_up import WarmUp, find_warm_up

__all__ = [
    "Batches",
    "Log",
    "Precision",
    "Reached",
    "Result",
    "WarmUp",
    "compare",
    "find_warm_up",
    "simulate",
    "sweep",
]
