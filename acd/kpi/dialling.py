"""Measures of campaigns: how many dials, whom they reached, how much of the list they got through.

A dial counts in the interval in which its leg joined: when it began, or, dialled ahead of agents, when somebody
answered or it had rung in vain. This module must not know how waits are measured.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.cells import LEG_FIELDS, Cells
from acd.kpi.grid import Grid
from acd.kpi.lines import Numbers, Pair, ones, stack, whole


def dialling(cells: Cells, grid: Grid) -> dict[str, Pair]:
    """Measure dials and what they came to.

    Parameters
    ----------
    cells : Cells
        Counts and sums of one replication.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; NaN in lines without a campaign.
    """
    chosen = {name: _campaigns(cells.leg(name), grid) for name in LEG_FIELDS}
    answered = sum(chosen[name] for name in ("answered", "abandoned", "refused", "callbacks", "carried_over"))
    size = np.array(grid.records or (0,) * len(grid.categories), np.int64).clip(0)
    parts = [chosen["dials"], np.asarray(answered), chosen["right_party"], chosen["records"]]
    dials, connects, right, begun = (stack(grid, category=whole(part)) for part in parts)
    lists = stack(grid, category=np.repeat(size[:, np.newaxis], 1 + grid.n_intervals, axis=1))
    one, nothing = ones(grid), np.where(lists > 0, 0.0, np.nan)
    return {
        "dials": (dials + nothing, one + nothing),
        "connect_rate": (connects + nothing, dials + nothing),
        "right_party": (right + nothing, one + nothing),
        "penetration": (begun + nothing, lists + nothing),
    }


def _campaigns(field: Numbers, grid: Grid) -> Numbers:
    """Return one field by category and interval, 0 in categories that are no campaigns."""
    return np.asarray(np.where(grid.dialled[:, np.newaxis], field.sum(axis=1), 0))
