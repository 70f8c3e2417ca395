"""From the sums of replications to values with confidence intervals, as frames.

The estimator is the contract's: a ratio of sums over independent replications. This module must not know
how a measure is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from acd.kpi.catalogue import GIVEN, Measure
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Codes, Floats
from acd.kpi.lines import Pair
from acd.kpi.moments import Moments
from acd.kpi.student import t_quantile
from acd.kpi.sums import Sums


def estimate(numerator: Floats, denominator: Floats) -> tuple[Floats, Floats, Floats, Codes]:
    """Estimate a measure from its sums in independent replications.

    Parameters
    ----------
    numerator : numpy.ndarray
        Shape (replications, ...); NaN where a replication observed nothing.
    denominator : numpy.ndarray
        Same shape.

    Returns
    -------
    value : numpy.ndarray
        Sum of numerators over sum of denominators; NaN where that is 0.
    low, high : numpy.ndarray
        Ends of the 95 % interval; NaN with fewer than two replications, or when none of them moved.
    n : numpy.ndarray
        Replications that observed something.

    Notes
    -----
    The interval is the t-interval of (X_i - R Y_i) / mean(Y) with n - 1 degrees of freedom, where R is the
    value.

    References
    ----------
    A. M. Law, Simulation Modeling and Analysis, 5th ed., McGraw-Hill, 2015, section 9.4 (ratio estimators).
    """
    seen = ~np.isnan(numerator)
    n = seen.sum(axis=0)
    x, y = np.where(seen, numerator, 0.0), np.where(seen, denominator, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = x.sum(axis=0) / y.sum(axis=0)
        residual = np.where(seen, x - value * y, 0.0)
        moved = (np.abs(residual) > 1e-12 * np.abs(x).max(axis=0, initial=0.0)).any(axis=0)
        error = np.sqrt((residual**2).sum(axis=0) / (n - 1) / n) / (y.sum(axis=0) / n)
    half = np.where((n > 1) & moved, t_quantile(n - 1) * error, np.nan)
    return value, value - half, value + half, n


def _lines(given: Measure, grid: Grid) -> Codes:
    """Find the lines that a measure is given for."""
    scopes = (scope for scope in SCOPES if scope in given.scopes)
    return np.concatenate([np.arange(grid.lines[scope].start, grid.lines[scope].stop) for scope in scopes])


def _labels(grid: Grid) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    scopes = [scope for scope in SCOPES for _ in range(grid.lines[scope].stop - grid.lines[scope].start)]
    names = [None, *(name for own in grid.names.values() for name in own)]
    return np.array(scopes, object), np.array(names, object)


def _keys(grid: Grid, columns: int, *, only_total: bool = False) -> pd.DataFrame:
    """Label the rows of a frame: measures, their lines, the whole period and its intervals."""
    lines = [np.zeros(1, np.int64) if only_total else _lines(given, grid) for given in GIVEN]
    sizes = [len(own) for own in lines]
    line = np.repeat(np.concatenate(lines), columns)
    place = np.repeat(np.arange(len(GIVEN)), np.array(sizes) * columns)
    moments = pd.DatetimeIndex([pd.NaT]).append(grid.moments())[:columns]
    scopes, names = _labels(grid)
    return pd.DataFrame(
        {
            "measure": np.array([given.name for given in GIVEN], object)[place],
            "scope": scopes[line],
            "name": names[line],
            "interval": moments[np.tile(np.arange(columns), sum(sizes))],
            "unit": np.array([given.unit for given in GIVEN], object)[place],
        }
    )


def summarise(sums: Sequence[Sums], grid: Grid, moments: Moments | None = None) -> pd.DataFrame:
    """Estimate all measures from replications.

    Parameters
    ----------
    sums : sequence of Sums
        One a replication.
    grid : Grid
        Lines and intervals.
    moments : Moments, optional
        Estimates the interval rows, where the sums have the whole period only.

    Returns
    -------
    pandas.DataFrame
        Columns measure, scope, name, interval, unit, value, low, high, n; name is missing in the total,
        interval in the whole period.
    """
    parts: list[tuple[Any, ...]] = []
    for place, given in enumerate(GIVEN):
        lines = _lines(given, grid)
        columns = None if moments is None else 1
        numerator = np.stack([one.numerator[place, lines, :columns] for one in sums])
        denominator = np.stack([one.denominator[place, lines, :columns] for one in sums])
        found: tuple[Any, ...] = estimate(numerator, denominator)
        if moments is not None:
            both = zip(found, moments.estimate(place, lines), strict=True)
            found = tuple(np.concatenate(pair, axis=1) for pair in both)
        parts.append(tuple(part.ravel() for part in found))
    frame = _keys(grid, 1 + grid.n_intervals)
    for column, values in zip(("value", "low", "high", "n"), zip(*parts, strict=True), strict=True):
        frame[column] = np.concatenate(values)
    return frame


def replications_frame(sums: Sequence[Sums], grid: Grid, intervals: bool = True) -> pd.DataFrame:
    """List the sums of every replication.

    Parameters
    ----------
    sums : sequence of Sums
        One a replication.
    grid : Grid
        Lines and intervals.
    intervals : bool
        Interval rows too, those of the total only where the sums were trimmed; without them the frame is some
        hundred times smaller.

    Returns
    -------
    pandas.DataFrame
        Columns replication, measure, scope, name, interval, numerator, denominator.
    """
    columns = sums[0].numerator.shape[-1] if intervals else 1
    keys = _keys(grid, columns).drop(columns="unit")
    totals = _keys(grid, 1 + grid.n_intervals, only_total=True).drop(columns="unit")
    totals = totals[totals["interval"].notna()].astype({"name": keys["name"].dtype})
    blocks = []
    for number, one in enumerate(sums):
        block = keys.copy()
        block.insert(0, "replication", np.int32(number))
        for column, values in (("numerator", one.numerator), ("denominator", one.denominator)):
            rows = [values[place, _lines(given, grid), :columns] for place, given in enumerate(GIVEN)]
            block[column] = np.concatenate([row.ravel() for row in rows])
        blocks.append(block)
        if intervals and one.total is not None:
            blocks.append(_total_rows(one.total, number, totals))
    return pd.concat(blocks, ignore_index=True)


def _total_rows(total: Pair, number: int, keys: pd.DataFrame) -> pd.DataFrame:
    block = keys.copy()
    block.insert(0, "replication", np.int32(number))
    block["numerator"], block["denominator"] = (part.ravel() for part in total)
    return block
