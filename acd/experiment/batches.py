"""Batch means: one long run, cut after its warm-up into batches of equal length, which stand for replications.

In a centre of constant rates and staffing, long batches are nearly independent and alike, and the run pays for one
warm-up only. Whether they are long enough is looked at, not assumed. Measures are taken on a grid whose intervals are
the batches, quantiles and maxima too: legs count in the batch in which they joined, times are cut at its borders.
Counts are a batch, `wait_max` the mean of the batches' longest waits, `target_met` the share of batches, `backlog` who
waits as a batch ends.

This module must not know how a measure is computed, nor start a run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from acd.errors import AcdError
from acd.kpi import GIVEN, Grid, Sums
from acd.kpi.intervals import Floats, Pieces

if TYPE_CHECKING:
    from acd.scenario import Scenario

MAIN = ("service_level", "wait", "abandonment", "occupancy")
"""Measures whose batches are held against each other, in the total."""
_SURE = 2.326
"""The 99 % quantile of the normal law."""


@dataclass(frozen=True)
class Batches:
    """How a run was cut.

    Parameters
    ----------
    number : int
        Complete batches.
    length : float
        Of each [s].
    start : float
        When the first begins [s from day one 00:00]: the warm-up, and whole intervals that did not fill the batches.
    correlation : dict of str to float
        Lag-1 correlation of the batches of the main measures that moved, by measure.
    """

    number: int
    length: float
    start: float
    correlation: dict[str, float]

    @property
    def correlated(self) -> list[str]:
        """Measures whose batches resemble their neighbours more than chance explains in one of a hundred cases.

        Notes
        -----
        Von Neumann's ratio test: with n independent, nearly normal batches the statistic is normal with mean 0 and
        variance (n - 2) / (n² - 1).

        References
        ----------
        J. von Neumann, Distribution of the ratio of the mean square successive difference to the variance. Annals of
        Mathematical Statistics 12 (1941), 367-395. G. S. Fishman, Grouping observations in digital simulation.
        Management Science 24 (1978), 510-521.
        """
        n = self.number
        bound = _SURE * math.sqrt((n - 2) / (n**2 - 1)) if n > 2 else math.inf
        return [measure for measure, value in self.correlation.items() if value > bound]


class BatchGrid(Grid):
    """A grid whose intervals are batches; its openings are their borders, the last one cut where a run was stopped."""

    @cached_property
    def pieces(self) -> Pieces:
        """The batches, each one piece."""
        start = np.array([start for start, _ in self.openings], np.int64)
        end = np.array([end for _, end in self.openings], np.int64)
        return Pieces(start, end, np.arange(len(start), dtype=np.int64), start)

    def completed(self) -> BatchGrid:
        """Return the grid without a last batch that the run did not get through."""
        whole = tuple((start, end) for start, end in self.openings if end - start == self.interval)
        return replace(self, openings=whole)


def batch_grid(scenario: Scenario, grid: Grid, number: int) -> BatchGrid:
    """Cut what a grid covers into batches.

    Parameters
    ----------
    scenario : Scenario
        Of constant rates and staffing, its warm-up stated.
    grid : Grid
        Of the run; where it was stopped, batches end there.
    number : int
        Batches that the whole run is cut into.

    Returns
    -------
    BatchGrid
        One interval a batch. Intervals that do not fill the batches are added to the warm-up.

    Raises
    ------
    AcdError
        When there are fewer intervals than batches.
    """
    whole = Grid.of(scenario)
    first = -(-whole.openings[0][0] // grid.interval)
    each = (whole.end // grid.interval - first) // number
    if each < 1:
        message = (
            f"batches: {number} is more than the {whole.end // grid.interval - first} whole intervals after the "
            "warm-up; give fewer, or make calendar.days longer"
        )
        raise AcdError(message)
    length = each * grid.interval
    starts = range(whole.end - number * length, whole.end, length)
    until = whole.end if grid.until is None else grid.until
    kept = {each.name: getattr(grid, each.name) for each in fields(grid)}
    kept["interval"] = length
    kept["openings"] = tuple((start, min(start + length, until)) for start in starts if start < until)
    return BatchGrid(**kept)


def by_batch(sums: Sums, number: int) -> list[Sums]:
    """Take apart the sums of a run by batch.

    Parameters
    ----------
    sums : Sums
        On a `BatchGrid`.
    number : int
        How many batches were completed; one that was not is left out.

    Returns
    -------
    list of Sums
        One a batch, as if it were a replication: its own values stand for the whole period and in its own interval,
        the other intervals are NaN.
    """
    numerator, denominator = (values[:, :, : 1 + number] for values in (sums.numerator, sums.denominator))
    return [Sums(_only(numerator, batch), _only(denominator, batch)) for batch in range(number)]


def _only(values: Floats, batch: int) -> Floats:
    only = np.full_like(values, np.nan)
    only[:, :, 0] = only[:, :, 1 + batch] = values[:, :, 1 + batch]
    return only


def described(sums: list[Sums], grid: BatchGrid) -> Batches:
    """Say how a run was cut, and how much its batches resemble their neighbours.

    Parameters
    ----------
    sums : list of Sums
        One a batch.
    grid : BatchGrid
        Where they stand.

    Returns
    -------
    Batches
        Its start is 0 where not even one batch was complete.
    """
    names = [given.name for given in GIVEN]
    found = {}
    for measure in MAIN:
        x, y = (
            np.array([part[names.index(measure), 0, 0] for part in parts])
            for parts in ([each.numerator for each in sums], [each.denominator for each in sums])
        )
        value = _lag_1(x, y) if len(sums) > 2 else math.nan
        if not math.isnan(value):
            found[measure] = value
    start = grid.openings[0][0] if grid.openings else 0
    return Batches(len(sums), grid.interval / 1e6, start / 1e6, found)


def _lag_1(x: Floats, y: Floats) -> float:
    """Return 1 less half of von Neumann's ratio, of the deviations from a ratio of sums; NaN when none moved."""
    if not y.sum() > 0.0:
        return math.nan
    deviations = x - x.sum() / y.sum() * y
    spread = float((deviations**2).sum())
    if np.abs(deviations).max() <= 1e-12 * np.abs(x).max():
        return math.nan
    return 1.0 - float((np.diff(deviations) ** 2).sum()) / (2.0 * spread)
