"""Quantiles and the longest of the waits of all offered, per line and interval.

A quantile is the least w with F(w) >= p, so always a wait that somebody had, or from tallies the middle of its bin.
This module must not know what a wait is; it takes those that are completed.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.cells import Cells
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats, Times
from acd.kpi.lines import Pair, ones

PERCENTS = (50, 90, 95, 99)
QUANTILES = tuple(f"wait_p{percent}" for percent in PERCENTS)
"""Names of the measures that are quantiles."""


def wait_quantiles(cells: Cells, grid: Grid) -> dict[str, Pair]:
    """Measure the distribution of waits.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators [s] and denominators; a numerator is NaN where nobody waited or was answered.
    """
    waits, n_rows = cells.waits, grid.n_intervals
    codes = {
        "total": np.zeros(len(waits.wait), np.int64),
        "category": waits.category,
        "channel": np.array(grid.channel_of, np.int64)[waits.category],
        "tier": waits.tier,
    }
    values = np.full((len(PERCENTS), grid.n_lines, 1 + n_rows), np.nan)
    for scope, code in codes.items():
        lines = grid.lines[scope]
        n_names = lines.stop - lines.start
        if scope != "total" and n_names == 1:  # the same legs, not to be sorted again
            values[:, lines] = values[:, grid.lines["total"]]
            continue
        values[:, lines, 0] = _quantiles(code, n_names, waits.wait, waits.count)
        by_interval = _quantiles(code * n_rows + waits.row, n_names * n_rows, waits.wait, waits.count)
        values[:, lines, 1:] = by_interval.reshape(len(values), n_names, n_rows)
    one = ones(grid)
    found = {name: (value / 1e6, one) for name, value in zip(QUANTILES, values, strict=True)}
    return found | {"wait_max": (_longest(cells.longest, grid) / 1e6, one)}


def _longest(cells: Times, grid: Grid) -> Floats:
    """Take the longest wait of every line, shape (lines, 1 + intervals) [us]; NaN without one."""
    lines = np.full((grid.n_lines, 1 + grid.n_intervals), -1, np.int64)
    category = cells.max(axis=1, initial=-1)
    lines[grid.lines["category"], 1:] = category
    lines[grid.lines["tier"], 1:] = cells.max(axis=0, initial=-1)
    lines[0, 1:] = category.max(axis=0, initial=-1)
    first = grid.lines["channel"].start
    for place, channel in enumerate(grid.channel_of):
        own = lines[first + channel, 1:]
        np.maximum(own, category[place], out=own)
    lines[:, 0] = lines[:, 1:].max(axis=1, initial=-1)
    return np.where(lines < 0, np.nan, lines)


def _quantiles(cells: Codes, n_cells: int, wait: Times, count: Times) -> Floats:
    """Take all quantiles of every cell, shape (quantiles, cells) [us]."""
    total = np.bincount(cells, count, n_cells).astype(np.int64)
    values = np.full((len(PERCENTS), n_cells), np.nan)
    some = total > 0
    if not some.any():
        return values
    ranked, counted = _ranked(cells, n_cells, wait, count)
    upto = np.cumsum(counted)
    before = np.cumsum(total) - total
    # whole numbers: 0.9 * 30 is not exactly 27
    ranks = [before + -(-total * percent // 100) for percent in PERCENTS]
    places = np.searchsorted(upto, np.stack(ranks)[:, some])
    values[:, some] = ranked[places]
    return values


def _ranked(cells: Codes, n_cells: int, wait: Times, count: Times) -> tuple[Times, Times]:
    """Sort waits within cells; all packed into one integer sort ten times as fast as two keys."""
    bits, low = int(wait.max(initial=0)).bit_length(), int(count.max(initial=1)).bit_length()
    if bits + low + n_cells.bit_length() > 62:
        order = np.lexsort((wait, cells))
        return wait[order], count[order]
    packed = np.sort((((cells.astype(np.int64) << bits) | wait) << low) | count)
    return (packed >> low) & ((1 << bits) - 1), packed & ((1 << low) - 1)
