"""Cells become lines: the total, categories, groups, channels and tiers, each over the whole period and by interval.

This module must not know a measure.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from acd.kpi.cells import GROUP_FIELDS, LEAD_FIELDS, LEG_FIELDS, Cells
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Floats

Pair: TypeAlias = tuple[Floats, Floats]
"""Numerators and denominators of a measure, each of shape (lines, 1 + intervals)."""

Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
"""Counts and times as whole numbers, or what was computed from them."""

_BOTH = tuple(name for name in LEG_FIELDS if name in GROUP_FIELDS)


def whole(parts: Numbers) -> Numbers:
    """Put the sum over all intervals in front of them; whole numbers stay exact.

    Parameters
    ----------
    parts : numpy.ndarray
        Values per interval on the last axis.

    Returns
    -------
    numpy.ndarray
        The same with one place more on the last axis.
    """
    return np.concatenate([parts.sum(axis=-1, keepdims=True), parts], axis=-1)


def stack(
    grid: Grid, category: Numbers | None = None, tier: Numbers | None = None, group: Numbers | None = None
) -> Floats:
    """Arrange values as lines; the total is the sum over categories, a channel that over its categories.

    Parameters
    ----------
    grid : Grid
        The lines.
    category, tier, group : numpy.ndarray, optional
        Values of shape (..., names, 1 + intervals); a scope that is not given stays empty.

    Returns
    -------
    numpy.ndarray
        Shape (..., lines, 1 + intervals), NaN where nothing was given. Without categories the total is the sum
        over groups.
    """
    parts = {"category": category, "tier": tier, "group": group}
    given = [values for values in parts.values() if values is not None]
    lines = np.full((*given[0].shape[:-2], grid.n_lines, given[0].shape[-1]), np.nan)
    if category is not None:
        channel = np.zeros((*category.shape[:-2], len(grid.channels), category.shape[-1]), category.dtype)
        for place, own in enumerate(grid.channel_of):
            channel[..., own, :] += category[..., place, :]
        parts["channel"] = channel
    for scope in SCOPES[1:]:
        values = parts.get(scope)
        if values is not None:
            lines[..., grid.lines[scope], :] = values
    everything = group if category is None else category
    if everything is not None:
        lines[..., 0, :] = everything.sum(axis=-2)
    return lines


def lines_of(cells: Cells, grid: Grid) -> dict[str, Floats]:
    """Arrange what is counted on legs as lines.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    grid : Grid
        The lines.

    Returns
    -------
    dict of str to numpy.ndarray
        Field to values of shape (lines, 1 + intervals); times [us], NaN for groups where a field has none.
    """
    found = stack(grid, category=whole(cells.legs.sum(axis=2)), tier=whole(cells.legs.sum(axis=1)))
    fields = dict(zip(LEG_FIELDS, found, strict=True))
    for name in _BOTH:
        fields[name][grid.lines["group"]] = whole(cells.group(name))
    for name in LEAD_FIELDS.values():
        fields[name] = stack(grid, group=whole(cells.group(name)))
    still = cells.still
    last = stack(grid, category=still.sum(axis=1)[:, np.newaxis], tier=still.sum(axis=0)[:, np.newaxis])
    fields["backlog"][:, :1] = last
    return fields


def ones(grid: Grid) -> Floats:
    """Return the denominators of a count.

    Parameters
    ----------
    grid : Grid
        The lines.

    Returns
    -------
    numpy.ndarray
        Ones, shape (lines, 1 + intervals).
    """
    return np.ones((grid.n_lines, 1 + grid.n_intervals))


def open_time(grid: Grid) -> Floats:
    """Return the denominators of averages over time.

    Parameters
    ----------
    grid : Grid
        Lines and intervals.

    Returns
    -------
    numpy.ndarray
        Open time, shape (lines, 1 + intervals) [s].
    """
    return np.broadcast_to(whole(grid.lengths / 1e6), (grid.n_lines, 1 + grid.n_intervals))
