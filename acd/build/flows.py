"""What is random about arrivals: each category's row of choices, its bursts, and where its moved times may fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.distributions import DistributionTable
from acd.build.keys import origin_of
from acd.core.columns import BURST, FLOW
from acd.core.tables import NONE, SECOND
from acd.scenario.bursts import occurrences
from acd.scenario.calendar import openings

if TYPE_CHECKING:
    from acd.scenario import Arrivals, Scenario

Array = np.ndarray[Any, Any]

BURST_BITS = 20
"""Bits of the number of a contact within its burst."""


def flow_rows(scenario: Scenario, table: DistributionTable) -> Array:
    """Return the table ``flow``, but for what depends on the days and traces, which `ArrivalTables` fills in.

    Parameters
    ----------
    scenario : Scenario
        Checked.
    table : DistributionTable
        Takes the distributions of factors and totals.

    Returns
    -------
    numpy.ndarray
        A row a category.
    """
    rows = np.zeros(len(scenario.categories), FLOW)
    rows["variation"] = rows["total"] = NONE
    rows["days"] = scenario.correlation.days
    rows["day_shared"] = scenario.correlation.categories
    first = 0
    for row, (name, category) in zip(rows, scenario.categories.items(), strict=True):
        row["burst_origin"] = origin_of("burst", name)
        row["first_burst"] = first
        if category.arrivals is not None:
            _fill(row, scenario, category.arrivals, table)
            row["n_bursts"] = len(occurrences(scenario, name))
        first += row["n_bursts"]
    return rows


def _fill(row: Any, scenario: Scenario, given: Arrivals, table: DistributionTable) -> None:
    row["variation"] = table.add(given.variation, 1.0)
    row["total"] = table.add(given.total, 1.0)
    row["fixed"] = given.counts == "fixed"
    row["dirichlet"] = given.concentration is not None
    row["smooth"] = given.smooth
    if given.variation is not None:
        row["intervals"] = scenario.correlation.intervals
        row["shared"] = scenario.correlation.categories


def burst_rows(scenario: Scenario) -> Array:
    """Return the table ``burst``: category by category, in order of their starts."""
    rows = [
        (
            round(one.start * SECOND),
            round(one.burst.over * SECOND),
            one.day << 32 | one.number << BURST_BITS,
            one.burst.counts == "fixed",
            one.burst.shape == "fading",
            one.burst.contacts,
            one.burst.probability,
        )
        for name in scenario.categories
        for one in occurrences(scenario, name)
    ]
    return np.array(rows, BURST)


def play_rows(scenario: Scenario, times: Sequence[float], jitter: float) -> list[tuple[int, int]]:
    """Return where each time of a trace may be moved to.

    Parameters
    ----------
    scenario : Scenario
        Its opening hours bound the moves.
    times : sequence of float
        The trace, sorted [s].
    jitter : float
        The farthest move [s].

    Returns
    -------
    list of (int, int)
        The first microsecond and how many there are.
    """
    periods = openings(scenario)
    rows, position = [], 0
    for time in times:
        while time >= periods[position][1]:
            position += 1
        low = round(max(periods[position][0], time - jitter) * SECOND)
        high = round(min(periods[position][1], time + jitter) * SECOND)
        rows.append((low, max(high - low, 1)))
    return rows


def dirichlet_shapes(weights: Sequence[float], concentration: float) -> list[tuple[float, float]]:
    """Return the shape of each gamma variate behind a Dirichlet one, and the logarithm of the gamma function there.

    Parameters
    ----------
    weights : sequence of float
        What each interval of a day expects.
    concentration : float
        Sum of all shapes.

    Returns
    -------
    list of (float, float)
        One an interval.
    """
    whole = math.fsum(weights)
    shapes = [concentration * weight / whole for weight in weights]
    return [(shape, math.lgamma(shape)) for shape in shapes]
