"""Counts and sums of rows per line and interval; the rows' own columns never show here, only their codes.

A tally is made once per kind of row and used for many sums. This module must not know a measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from acd.kpi.arrays import Truths
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Codes, Floats, Times

Pair: TypeAlias = tuple[Floats, Floats]
"""Numerators and denominators of a measure, each of shape (lines, 1 + intervals)."""

BY_LEG = ("category", "tier")
BY_EVERY = ("category", "tier", "group")


def whole(parts: Floats) -> Floats:
    """Put the sum over all intervals in front of them.

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
    grid: Grid, category: Floats | None = None, tier: Floats | None = None, group: Floats | None = None
) -> Floats:
    """Arrange values as lines; the total is the sum over categories, a channel that over its categories.

    Parameters
    ----------
    grid : Grid
        The lines.
    category, tier, group : numpy.ndarray, optional
        Values of shape (names, 1 + intervals); a scope that is not given stays empty.

    Returns
    -------
    numpy.ndarray
        Shape (lines, 1 + intervals), NaN where nothing was given. Without categories the total is the sum
        over groups.
    """
    lines = np.full((grid.n_lines, 1 + grid.n_intervals), np.nan)
    parts = {"category": category, "tier": tier, "group": group}
    if category is not None:
        channel = np.zeros((len(grid.channels), category.shape[1]))
        np.add.at(channel, np.array(grid.channel_of, np.int64), category)
        parts["channel"] = channel
    for scope in SCOPES[1:]:
        values = parts.get(scope)
        if values is not None:
            lines[grid.lines[scope]] = values
    everything = group if category is None else category
    if everything is not None:
        lines[0] = everything.sum(axis=0)
    return lines


def spread(grid: Grid, parts: dict[str, Floats]) -> Floats:
    """Arrange values per interval as lines, the whole period first.

    Parameters
    ----------
    grid : Grid
        The lines.
    parts : dict of str to numpy.ndarray
        Scope to values of shape (names, intervals).

    Returns
    -------
    numpy.ndarray
        Shape (lines, 1 + intervals).
    """
    return stack(grid, **{scope: whole(values) for scope, values in parts.items()})


@dataclass(frozen=True)
class Tally:
    """Where rows count.

    Parameters
    ----------
    grid : Grid
        Lines and intervals.
    row : numpy.ndarray
        Interval of each row, -1 for nowhere.
    codes : dict of str to numpy.ndarray
        Scope to each row's place in it, -1 for nowhere; scopes are category, tier and group.
    """

    grid: Grid
    row: Times
    codes: dict[str, Codes]

    @cached_property
    def _cells(self) -> dict[str, Codes]:
        n_rows = self.grid.n_intervals
        return {
            scope: np.where((codes >= 0) & (self.row >= 0), codes * n_rows + self.row, -1)
            for scope, codes in self.codes.items()
        }

    def sums(self, scope: str, chosen: Truths, weights: Times | None = None) -> Floats:
        """Count the chosen rows of one scope, or sum their weights.

        Parameters
        ----------
        scope : str
            Category, tier or group.
        chosen : numpy.ndarray
            Rows that take part.
        weights : numpy.ndarray, optional
            What to sum; 1 a row if not given.

        Returns
        -------
        numpy.ndarray
            Shape (names of the scope, intervals).
        """
        n_names, n_rows = len(self.grid.names[scope]), self.grid.n_intervals
        cells = self._cells[scope]
        kept = chosen & (cells >= 0)
        amounts = None if weights is None else weights[kept]
        counts = np.bincount(cells[kept], amounts, n_names * n_rows)
        return counts.astype(np.float64).reshape(n_names, n_rows)

    def lines(self, chosen: Truths, weights: Times | None = None, scopes: tuple[str, ...] = BY_LEG) -> Floats:
        """Count the chosen rows, or sum their weights, for all lines.

        Parameters
        ----------
        chosen : numpy.ndarray
            Rows that take part.
        weights : numpy.ndarray, optional
            What to sum; 1 a row if not given.
        scopes : tuple of str
            What to sum by.

        Returns
        -------
        numpy.ndarray
            Shape (lines, 1 + intervals).
        """
        return spread(self.grid, {scope: self.sums(scope, chosen, weights) for scope in scopes})


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
