"""How often the service level aimed at was reached: days of the whole period, intervals in interval rows.

Every category has its own target, so that a line of several categories counts days of categories; a tier may have its
own target, which its line is held to. This module must not know other measures.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.cells import Cells
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats, Truths
from acd.kpi.lines import Pair, stack

_OFFERED = ("answered", "abandoned", "refused", "callbacks", "carried_over")


def targets_met(cells: Cells, grid: Grid) -> Pair:
    """Count days and intervals whose service level reaches the target, and those with legs at all.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    grid : Grid
        Lines, intervals and targets.

    Returns
    -------
    numerators : numpy.ndarray
        Days reached, and intervals, shape (lines, 1 + intervals).
    denominators : numpy.ndarray
        Days with legs offered, and intervals.
    """
    good, offered = cells.leg("good"), np.sum([cells.leg(name) for name in _OFFERED], axis=0)
    share = np.array(grid.share)[:, :, np.newaxis]
    whole = good.sum(axis=1, keepdims=True), offered.sum(axis=1, keepdims=True)
    by_category = _reached(
        grid, *whole, share[:, :1]
    )  # the first tier is `standard`, whose target is the category's
    by_tier = _reached(grid, good, offered, share)
    numerator, denominator = (
        stack(grid, category=by_category[part][:, 0], tier=by_tier[part].sum(axis=0)) for part in (0, 1)
    )
    return numerator, denominator


def _reached(grid: Grid, good: Codes, offered: Codes, share: Floats) -> Pair:
    """Count for every category and name; shapes (categories, names, 1 + intervals)."""
    days = [np.add.reduceat(part, grid.day_rows, axis=-1) if part.size else part for part in (good, offered)]
    in_days, in_intervals = _compare(days[0], days[1], share), _compare(good, offered, share)
    return _columns(in_days[0], in_intervals[0]), _columns(in_days[1], in_intervals[1])


def _compare(good: Codes, offered: Codes, share: Floats) -> tuple[Truths, Truths]:
    some = offered > 0
    return some & (good / np.maximum(offered, 1) >= share), some


def _columns(days: Truths, intervals: Truths) -> Floats:
    return np.concatenate([days.sum(axis=-1, keepdims=True), intervals], axis=-1).astype(np.float64)
