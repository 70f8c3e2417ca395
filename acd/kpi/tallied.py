"""The core's tallies become counts and sums by cell, and the grid becomes what they are counted by.

Where waits were many they are known to their bins only; a bin's middle stands for the waits in it. This module must
not know a measure.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from acd.build import Frame
from acd.core.waits import BLOCK_SIZE, DOUBLINGS, FINEST, HALF, N_BINS, N_BLOCKS
from acd.kpi.cells import GROUP_FIELDS, LEG_FIELDS, Cells, Waits
from acd.kpi.grid import Grid
from acd.kpi.intervals import Floats, Times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_LEG_WIDTH, _GROUP_WIDTH = len(LEG_FIELDS) + 1, len(GROUP_FIELDS)


def frame_of(grid: Grid, cut: Callable[[int], Grid]) -> Frame:
    """Say what tallies are counted by.

    Parameters
    ----------
    grid : Grid
        Intervals and targets.
    cut : callable
        Returns the grid of a run that was stopped at a time [us].

    Returns
    -------
    Frame
        The same in the core's terms.
    """
    return Frame(
        borders=grid.segments.borders,
        owners=grid.segments.owners,
        open_borders=grid.open_segments.borders,
        open_owners=grid.open_segments.owners,
        ends=grid.ends,
        end=grid.end,
        late_queue=np.repeat(np.array(grid.late_queue, np.int64), len(grid.tiers)),
        dialled=np.repeat(grid.dialled, len(grid.tiers)),
        within=np.array(grid.within, np.int64).ravel(),
        short=np.array(grid.short_abandon, np.int64).ravel(),
        finished=np.array(grid.finished, np.int64).ravel(),
        open_hours=np.array(grid.open_hours, np.int64).ravel(),
        fcr_window=grid.fcr_window,
        cut=partial(_cut_frame, cut),
    )


def _cut_frame(cut: Callable[[int], Grid], until: int) -> Frame:
    return frame_of(cut(until), cut)


def cells_of_tallies(tallies: Mapping[str, np.ndarray[Any, Any]], grid: Grid) -> Cells:
    """Take counts and sums from the tables that a run leaves.

    Parameters
    ----------
    tallies : mapping of str to numpy.ndarray
        The tables ``leg_cell``, ``group_cell``, ``block``, ``wait_bin`` and ``wait``.
    grid : Grid
        Lines and intervals; those of a run that was stopped may be fewer than it was counted by.

    Returns
    -------
    Cells
        Counts and sums.
    """
    n_categories, n_tiers, n_groups = len(grid.categories), len(grid.tiers), len(grid.groups)
    n_lines = n_categories * n_tiers
    n_rows = len(tallies["leg_cell"]) // n_lines - 1
    by_line = tallies["leg_cell"].view(np.int64).reshape(n_lines * (n_rows + 1), _LEG_WIDTH).T
    legs = by_line[:, : n_lines * n_rows].reshape(_LEG_WIDTH, n_categories, n_tiers, n_rows)
    by_group = tallies["group_cell"].view(np.int64).reshape(-1, _GROUP_WIDTH)[: n_groups * n_rows].T
    kept = min(n_rows, grid.n_intervals)
    still = by_line[LEG_FIELDS.index("backlog"), n_lines * n_rows :]
    return Cells(
        legs=_cut(legs[: len(LEG_FIELDS)], kept),
        groups=_cut(by_group.reshape(_GROUP_WIDTH, n_groups, n_rows), kept),
        still=still.reshape(n_categories, n_tiers).copy(),
        longest=_cut(legs[len(LEG_FIELDS)], kept, np.maximum) - 1,
        waits=_waits(*_counted(tallies, n_lines * n_rows), (n_categories, n_tiers, n_rows), kept),
    )


def _cut(cells: Times, kept: int, join: np.ufunc = np.add) -> Times:
    """Let the last interval before a run was stopped have what lies behind it."""
    found = np.ascontiguousarray(cells[..., :kept])
    if 0 < kept < cells.shape[-1]:
        found[..., -1] = join.reduce(cells[..., kept - 1 :], axis=-1)
    return found


def in_bins(tallies: Mapping[str, np.ndarray[Any, Any]]) -> bool:
    """Tell whether waits were too many to be kept one by one.

    Parameters
    ----------
    tallies : mapping of str to numpy.ndarray
        The tables that a run leaves.

    Returns
    -------
    bool
        True when quantiles are known to bins only.
    """
    return len(tallies["wait_bin"]) > BLOCK_SIZE  # the first block stands for none


def _counted(tallies: Mapping[str, np.ndarray[Any, Any]], n_cells: int) -> tuple[Times, Times, Times]:
    """Return cells, waits in them [us] and how many legs waited so long."""
    if not in_bins(tallies):
        rows = tallies["wait"]
        return rows["cell"].copy(), rows["time"].copy(), np.ones(len(rows), np.int64)
    at = tallies["block"]["at"][: n_cells * N_BLOCKS]
    places = np.flatnonzero(at)
    counts = tallies["wait_bin"]["count"].reshape(-1, BLOCK_SIZE)[at[places]]
    which, inner = np.nonzero(counts)
    block, cell = np.divmod(places[which], max(n_cells, 1))
    return cell, middles()[block * BLOCK_SIZE + inner], counts[which, inner]


def _waits(cell: Times, wait: Times, count: Times, shape: tuple[int, int, int], kept: int) -> Waits:
    some = np.full(len(wait), kept > 0)
    category, tier, row = (own[some] for own in np.unravel_index(cell, shape))
    return Waits(category, tier, np.minimum(row, kept - 1), wait[some], count[some])


def widths() -> Times:
    """Return the width of every bin [us]; the first holds waits of 0 alone.

    Returns
    -------
    numpy.ndarray
        Shape (bins,).
    """
    doublings = np.maximum(np.arange(N_BINS - 1) // HALF - 1, 0)
    return np.concatenate([[0], np.int64(1) << (FINEST + doublings)])


def middles() -> Times:
    """Return the wait that stands for every bin [us].

    Returns
    -------
    numpy.ndarray
        Shape (bins,).
    """
    width = widths()
    doublings = np.maximum(np.arange(N_BINS - 1) // HALF - 1, 0)
    leading = np.arange(N_BINS - 1) - doublings * HALF
    start = np.concatenate([[0], leading << (FINEST + doublings)])
    assert int(doublings[-1]) == DOUBLINGS
    return start + width // 2


def resolution(quantile: Floats) -> Floats:
    """Return how far a replication's quantile from bins may be from that of its waits themselves.

    Of a mean of quantiles, which is what a result holds, it is about right: their own bins may be wider or narrower.

    Parameters
    ----------
    quantile : numpy.ndarray
        Quantiles [s].

    Returns
    -------
    numpy.ndarray
        Half the width of a bin: 0.033 s, or 1/256 of the wait where that is more; 0 for a quantile of 0 [s].
    """
    return np.where(quantile > 0, np.maximum((1 << FINEST) / 2e6, quantile / (2 * HALF)), 0.0)
