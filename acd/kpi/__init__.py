"""Measures: from log frames, or from what was counted while a run went on, to values with confidence intervals.

`measure` takes the two sums of every measure from one replication's log, `summarise` estimates over
replications, `MEASURES` says what everything means. Nothing in this package can start a run.
"""

from __future__ import annotations

from acd.kpi.catalogue import GIVEN, MEASURES, Measure
from acd.kpi.estimates import Estimates
from acd.kpi.grid import Grid
from acd.kpi.moments import Moments
from acd.kpi.summary import replications_frame, summarise
from acd.kpi.sums import Sums, measure, sums_of
from acd.kpi.tallied import cells_of_tallies, frame_of, in_bins

__all__ = [
    "GIVEN",
    "MEASURES",
    "Estimates",
    "Grid",
    "Measure",
    "Moments",
    "Sums",
    "cells_of_tallies",
    "frame_of",
    "in_bins",
    "measure",
    "replications_frame",
    "summarise",
    "sums_of",
]
