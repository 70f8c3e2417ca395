"""Grids for small logs, and reading one value from sums."""

import dataclasses
import datetime as dt

from acd.kpi import Grid
from acd.kpi.catalogue import NUMBER
from acd.kpi.grid import DAY
from tests.log.ten_rows import NAMES

SECOND = 1_000_000

TEN_ROWS = Grid(
    start=dt.date(2026, 1, 5),
    interval=100 * SECOND,
    openings=((0, 200 * SECOND),),
    until=None,
    hours=((0, 200 * SECOND),),
    late_queue=(True,) * 3,
    categories=NAMES.categories,
    channels=NAMES.channels,
    tiers=NAMES.tiers,
    groups=NAMES.groups,
    channel_of=(0, 0, 1),
    within=((20 * SECOND,) * 2, (10 * SECOND,) * 2, (10 * SECOND,) * 2),
    finished=((False,) * 2,) * 3,
    open_hours=((False,) * 2,) * 3,
    short_abandon=((5 * SECOND,) * 2,) * 3,
    share=((0.6,) * 2, (0.5,) * 2, (0.9,) * 2),
    cost=(36.0, 72.0),
    fcr_window=410 * SECOND,
)
"""Open from 0 to 200 s in two intervals; as the log of ten rows needs it."""


def opened(*openings, **changes):
    """Return the grid of the ten rows with other openings [s]."""
    periods = tuple((round(start * SECOND), round(end * SECOND)) for start, end in openings)
    return dataclasses.replace(TEN_ROWS, openings=periods, **changes)


def sums_of(sums, grid, measure, scope="total", name=None):
    """Return numerators and denominators of one line: the whole period, then the intervals."""
    place = NUMBER[measure], grid.line(scope, name)
    return sums.numerator[place], sums.denominator[place]


def value(sums, grid, measure, scope="total", name=None, column=0):
    """Return a value of one replication; column 0 is the whole period."""
    numerator, denominator = sums_of(sums, grid, measure, scope, name)
    return numerator[column] / denominator[column]


__all__ = ["DAY", "SECOND", "TEN_ROWS", "opened", "sums_of", "value"]
