"""All measures of one replication: two sums each, from which everything that is reported follows.

This module calls the others in order and must not compute anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from acd.kpi.agents import agent_measures
from acd.kpi.arrays import Legs, Spells, times_of
from acd.kpi.catalogue import GIVEN
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Floats
from acd.kpi.matters import gather, resolution, returns
from acd.kpi.quantiles import wait_quantiles
from acd.kpi.tally import Pair
from acd.kpi.waiting import counts, handling, leg_tally, queues, service_levels, waits, within_target


@dataclass(frozen=True)
class Sums:
    """Numerators and denominators of one replication.

    Parameters
    ----------
    numerator : numpy.ndarray
        Shape (given measures, lines, 1 + intervals); the whole period first. Of quantiles and maxima the
        value itself, NaN where nothing was observed.
    denominator : numpy.ndarray
        Same shape; 1 for counts, quantiles and maxima. NaN in both where a measure has no such line.
    """

    numerator: Floats
    denominator: Floats


def measure(legs: pd.DataFrame, agents: pd.DataFrame, grid: Grid) -> Sums:
    """Take all measures of one replication from its log.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    agents : pandas.DataFrame
        One row a change of an agent's state, in the order of time.
    grid : Grid
        Lines, intervals, targets.

    Returns
    -------
    Sums
        Numerators and denominators of the measures that this version gives.
    """
    table = Legs.of(legs, grid)
    latest = int(times_of(agents["time"]).max(initial=-1))
    end = max(grid.end, table.latest(), latest)
    pairs = {**leg_measures(table, grid, end), **agent_measures(Spells.of(agents, grid, end), grid)}
    numerator, denominator = (
        np.stack([_masked(pairs[given.name][part], given.scopes, grid) for given in GIVEN]) for part in (0, 1)
    )
    return Sums(numerator, denominator)


def leg_measures(legs: Legs, grid: Grid, end: int) -> dict[str, Pair]:
    """Take the measures that legs alone give.

    Parameters
    ----------
    legs : Legs
        The legs of one replication.
    grid : Grid
        Lines, intervals, targets.
    end : int
        When times end that the log leaves open [us].

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    tally = leg_tally(legs, grid)
    found = counts(legs, tally)
    offered = found["offered"][0]
    found |= service_levels(legs, tally, offered)
    found |= waits(legs, tally, offered)
    found |= handling(legs, tally, end)
    found |= queues(legs, tally, end)
    found |= wait_quantiles(legs, grid)
    found |= resolution(gather(legs, grid))
    return found | returns(legs, tally, within_target(legs, grid))


def _masked(values: Floats, scopes: tuple[str, ...], grid: Grid) -> Floats:
    values = np.array(values)
    for scope in SCOPES:
        if scope not in scopes:
            values[grid.lines[scope]] = np.nan
    return values
