"""Measures of queue legs: how many, how long they waited, how many waited at a time, what handling took.

Legs count in the interval in which they joined the line. Times waited and worked are cut at interval
borders. This module must not know matters or the agents' own states.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.grid import Grid
from acd.kpi.intervals import Floats
from acd.kpi.lines import Pair, ones, open_time

_SECOND = 1e6


def counts(fields: dict[str, Floats], grid: Grid) -> dict[str, Pair]:
    """Count legs by outcome.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    one = ones(grid)
    outcomes = ("answered", "abandoned", "refused", "callbacks", "carried_over")
    found = {name: fields[name] for name in outcomes}
    found["offered"] = np.sum(list(found.values()), axis=0)
    found["steered"] = fields["steered"]
    return {name: (numerator, one) for name, numerator in found.items()}


def service_levels(fields: dict[str, Floats], offered: Floats) -> dict[str, Pair]:
    """Measure how many were answered in time.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.
    offered : numpy.ndarray
        Legs offered, shape (lines, 1 + intervals).

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    good = fields["good"]
    return {
        "service_level": (good, offered),
        "service_level_answered": (good, fields["answered"]),
        "service_level_ex_short": (good, offered - fields["short"]),
        "service_level_lenient": (good + fields["early"], offered),
    }


def waits(fields: dict[str, Floats], offered: Floats) -> dict[str, Pair]:
    """Measure mean waits, and how many waited or gave up.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.
    offered : numpy.ndarray
        Legs offered, shape (lines, 1 + intervals).

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s].
    """
    answered, abandoned = fields["answered"], fields["abandoned"]
    until_answer, until_abandon = fields["answered_wait"], fields["abandoned_wait"]
    completed = answered + abandoned + fields["refused"]
    return {
        "abandonment": (abandoned, offered),
        "time_to_abandon": (until_abandon / _SECOND, abandoned),
        "asa": (until_answer / _SECOND, answered),
        "wait": ((until_answer + until_abandon) / _SECOND, completed),
        "waited": (fields["waited"], offered),
    }


def loads(fields: dict[str, Floats], grid: Grid) -> dict[str, Pair]:
    """Measure how many waited or were handled at a time, and how long handling and wrap-up took.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s].
    """
    return {
        "aht": (fields["spent"] / _SECOND, fields["finished"]),
        "hold": (fields["hold"] / _SECOND, fields["finished"]),
        "erlangs": (fields["working"] / _SECOND, open_time(grid)),
        "queue": (fields["queue"] / _SECOND, open_time(grid)),
        "backlog": (fields["backlog"], ones(grid)),
    }
