"""All measures of one replication: two sums each, from which everything that is reported follows.

This module calls the others in order and must not compute anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acd.kpi.agents import agent_measures
from acd.kpi.catalogue import GIVEN
from acd.kpi.cells import Cells
from acd.kpi.dialling import dialling
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Floats
from acd.kpi.lines import Pair, lines_of
from acd.kpi.matters import outlook, referrals, resolution, returns
from acd.kpi.quantiles import wait_quantiles
from acd.kpi.targets import targets_met
from acd.kpi.waiting import counts, loads, service_levels, waits

if TYPE_CHECKING:
    import pandas as pd


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
    total : (numpy.ndarray, numpy.ndarray), optional
        Both for the total by interval, shape (given measures, intervals), where the arrays above were trimmed.
    """

    numerator: Floats
    denominator: Floats
    total: Pair | None = None

    def trimmed(self) -> Sums:
        """Keep all lines for the whole period and the total by interval, which is a small part of everything.

        Returns
        -------
        Sums
            With one place on the last axis, copied.
        """
        total = self.numerator[:, 0, 1:].copy(), self.denominator[:, 0, 1:].copy()
        return Sums(self.numerator[..., :1].copy(), self.denominator[..., :1].copy(), total)


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
    from acd.kpi.logged import cells_of_log  # brings pandas, which a run without a log does not need

    return sums_of(cells_of_log(legs, agents, grid), grid)


def sums_of(cells: Cells, grid: Grid) -> Sums:
    """Take all measures from counts and sums by cell, wherever those come from.

    Parameters
    ----------
    cells : Cells
        Counts and sums of one replication.
    grid : Grid
        Lines, intervals, targets.

    Returns
    -------
    Sums
        Numerators and denominators of the measures that this version gives.
    """
    pairs = leg_measures(cells, grid) | agent_measures(cells, grid)
    numerator, denominator = (np.stack([pairs[given.name][part] for given in GIVEN]) for part in (0, 1))
    for place, given in enumerate(GIVEN):
        for scope in SCOPES:
            if scope not in given.scopes:
                numerator[place, grid.lines[scope]] = denominator[place, grid.lines[scope]] = np.nan
    return Sums(numerator, denominator)


def leg_measures(cells: Cells, grid: Grid) -> dict[str, Pair]:
    """Take the measures that legs alone give.

    Parameters
    ----------
    cells : Cells
        Counts and sums of one replication.
    grid : Grid
        Lines, intervals, targets.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    fields = lines_of(cells, grid)
    found = counts(fields, grid)
    offered = found["offered"][0]
    found |= service_levels(fields, offered) | {"target_met": targets_met(cells, grid)}
    found |= waits(fields, offered)
    found |= loads(fields, grid)
    found |= wait_quantiles(cells, grid)
    found |= resolution(fields)
    found |= dialling(cells, grid)
    found |= outlook(fields)
    return found | referrals(fields, grid) | returns(fields, grid)
