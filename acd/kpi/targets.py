"""How often the service level aimed at was reached: days of the whole period, intervals in interval rows.

Every category has its own target, so that a line of several categories counts days of categories. This
module must not know other measures.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.arrays import Legs, Truths
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats
from acd.kpi.tally import Pair, Tally, stack


def targets_met(legs: Legs, tally: Tally, good: Truths) -> Pair:
    """Count days and intervals whose service level reaches the target, and those with legs at all.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    good : numpy.ndarray
        Legs answered within the service level time.

    Returns
    -------
    numerators : numpy.ndarray
        Days reached, and intervals, shape (lines, 1 + intervals).
    denominators : numpy.ndarray
        Days with legs offered, and intervals.
    """
    grid, n_categories = tally.grid, len(tally.grid.categories)
    pairs = legs.tier * n_categories + legs.category
    by_category = _reached(grid, legs, legs.category, 1, good)
    by_tier = _reached(grid, legs, pairs, len(grid.tiers), good)
    numerator, denominator = (
        stack(grid, category=by_category[part][0], tier=by_tier[part].sum(axis=1)) for part in (0, 1)
    )
    return numerator, denominator


def _reached(grid: Grid, legs: Legs, codes: Codes, n_names: int, good: Truths) -> Pair:
    """Count for pairs of a name and a category; shapes (names, categories, 1 + intervals)."""
    shape = (n_names, len(grid.categories), grid.n_intervals)
    counted = legs.row >= 0
    cells = codes * grid.n_intervals + legs.row
    fine, offered = (
        np.bincount(cells[chosen], minlength=np.prod(shape)).reshape(shape)
        for chosen in (good & counted, counted)
    )
    days = [np.add.reduceat(part, grid.day_rows, axis=-1) if part.size else part for part in (fine, offered)]
    share = np.array(grid.share)[:, np.newaxis]
    in_days, in_intervals = _compare(days[0], days[1], share), _compare(fine, offered, share)
    return _columns(in_days[0], in_intervals[0]), _columns(in_days[1], in_intervals[1])


def _compare(good: Codes, offered: Codes, share: Floats) -> tuple[Truths, Truths]:
    some = offered > 0
    return some & (good / np.maximum(offered, 1) >= share), some


def _columns(days: Truths, intervals: Truths) -> Floats:
    return np.concatenate([days.sum(axis=-1, keepdims=True), intervals], axis=-1).astype(np.float64)
