"""Quantiles and the longest of the waits of all offered, per line and interval.

A quantile is the least w with F(w) >= p, so always a wait that somebody had. This module must not know what a
wait is; it takes legs that have a completed one.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.arrays import Legs
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats, Times
from acd.kpi.tally import Pair, ones

PERCENTS = (50, 90, 95, 99)


def wait_quantiles(legs: Legs, grid: Grid) -> dict[str, Pair]:
    """Measure the distribution of waits.

    Parameters
    ----------
    legs : Legs
        The legs.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators [s] and denominators; a numerator is NaN where nobody waited or was answered.
    """
    kept = (legs.wait >= 0) & (legs.row >= 0)
    wait, row, category = legs.wait[kept], legs.row[kept], legs.category[kept]
    codes = {
        "total": np.zeros(len(wait), np.int64),
        "category": category,
        "channel": np.array(grid.channel_of, np.int64)[category],
        "tier": legs.tier[kept],
    }
    n_rows = grid.n_intervals
    values = np.full((len(PERCENTS) + 1, grid.n_lines, 1 + n_rows), np.nan)
    for scope, code in codes.items():
        lines = grid.lines[scope]
        n_names = lines.stop - lines.start
        if scope != "total" and n_names == 1:  # the same legs, not to be sorted again
            values[:, lines] = values[:, grid.lines["total"]]
            continue
        values[:, lines, 0] = _quantiles(code, n_names, wait)
        by_interval = _quantiles(code * n_rows + row, n_names * n_rows, wait)
        values[:, lines, 1:] = by_interval.reshape(len(values), n_names, n_rows)
    names = [*(f"wait_p{percent}" for percent in PERCENTS), "wait_max"]
    return {name: (value / 1e6, ones(grid)) for name, value in zip(names, values, strict=True)}


def _quantiles(cells: Codes, n_cells: int, wait: Times) -> Floats:
    """Take all quantiles and the maximum of every cell, shape (quantiles + 1, cells) [us]."""
    ranked = _ranked(cells, n_cells, wait)
    count = np.bincount(cells, minlength=n_cells)
    first = np.cumsum(count) - count
    values = np.full((len(PERCENTS) + 1, n_cells), np.nan)
    some = count > 0
    for place, percent in enumerate((*PERCENTS, 100)):
        rank = -(-count * percent // 100)  # whole numbers: 0.9 * 30 is not exactly 27
        values[place, some] = ranked[(first + rank - 1)[some]]
    return values


def _ranked(cells: Codes, n_cells: int, wait: Times) -> Times:
    """Sort waits within cells; both packed into one integer sort ten times as fast as two keys."""
    bits = int(wait.max(initial=0)).bit_length()
    if bits + n_cells.bit_length() > 62:
        return wait[np.lexsort((wait, cells))]
    packed = np.sort((cells.astype(np.int64) << bits) | wait)
    return packed & ((1 << bits) - 1)
