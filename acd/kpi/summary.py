"""From the sums of replications to values with confidence intervals.

The estimator is the contract's: a ratio of sums over independent replications. This module must not know
how a measure is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.kpi.catalogue import GIVEN, Measure
from acd.kpi.estimates import Dates, Estimates, Words
from acd.kpi.grid import SCOPES, Grid
from acd.kpi.intervals import Codes, Floats
from acd.kpi.lines import Pair
from acd.kpi.moments import Moments
from acd.kpi.student import t_quantile
from acd.kpi.sums import Sums

if TYPE_CHECKING:
    import pandas as pd


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


def _labels(grid: Grid) -> tuple[Words, Words]:
    scopes = [scope for scope in SCOPES for _ in range(grid.lines[scope].stop - grid.lines[scope].start)]
    names = [None, *(name for own in grid.names.values() for name in own)]
    return np.array(scopes, object), np.array(names, object)


@dataclass(frozen=True)
class _Keys:
    """What labels the rows of all measures: their lines, the whole period and its intervals."""

    measure: Words
    scope: Words
    name: Words
    interval: Dates
    unit: Words

    @classmethod
    def of(cls, grid: Grid, columns: int, *, only_total: bool = False) -> _Keys:
        lines = [np.zeros(1, np.int64) if only_total else _lines(given, grid) for given in GIVEN]
        sizes = [len(own) for own in lines]
        line = np.repeat(np.concatenate(lines), columns)
        place = np.repeat(np.arange(len(GIVEN)), np.array(sizes) * columns)
        starts = np.concatenate([np.array(["NaT"], "datetime64[us]"), grid.starts])[:columns]
        scopes, names = _labels(grid)
        return cls(
            measure=np.array([given.name for given in GIVEN], object)[place],
            scope=scopes[line],
            name=names[line],
            interval=np.tile(starts, sum(sizes)),
            unit=np.array([given.unit for given in GIVEN], object)[place],
        )

    def frame(self) -> pd.DataFrame:
        import pandas as pd

        keys = {key: getattr(self, key) for key in ("measure", "scope", "name", "interval")}
        return pd.DataFrame(keys)


def summarise(sums: Sequence[Sums], grid: Grid, moments: Moments | None = None) -> Estimates:
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
    Estimates
        One row a measure, line and interval; the whole period before its intervals.
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
    value, low, high, n = (np.concatenate(values) for values in zip(*parts, strict=True))
    keys = _Keys.of(grid, 1 + grid.n_intervals)
    return Estimates(**vars(keys), value=value, low=low, high=high, n=n)


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
    import pandas as pd

    columns = sums[0].numerator.shape[-1] if intervals else 1
    keys = _Keys.of(grid, columns).frame()
    totals = _Keys.of(grid, 1 + grid.n_intervals, only_total=True).frame()
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
    given_in_total = [given.name for given in GIVEN if "total" in given.scopes]
    return block[block["measure"].isin(given_in_total)]
