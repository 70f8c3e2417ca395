"""Which legs were answered, done with or abandoned within the time of their category, and contacts by their last leg.

This module must not know what is counted.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.arrays import Legs
from acd.kpi.grid import Grid
from acd.kpi.intervals import Times, Truths


def in_time(legs: Legs, grid: Grid, ended: Times) -> Truths:
    """Tell which legs had their answer, or where the target says so their end, in time.

    Parameters
    ----------
    legs : Legs
        All of a replication.
    grid : Grid
        Targets and opening hours.
    ended : numpy.ndarray
        When each leg was done with [us], -1 for not yet.

    Returns
    -------
    numpy.ndarray
        False of legs without a completed wait.
    """
    finished, open_hours = (
        np.array(part)[legs.category, legs.tier] for part in (grid.finished, grid.open_hours)
    )
    end = np.where((legs.bound < 0) | finished, ended, legs.bound)
    joined = np.where(open_hours, grid.open_until(legs.joined), legs.joined)
    spent = np.where(open_hours, grid.open_until(end), end) - joined
    within = np.array(grid.within, np.int64)[legs.category, legs.tier]
    return np.asarray((legs.wait >= 0) & (end >= 0) & (spent <= within))


def finished_at(legs: Legs) -> Times:
    """Tell when the contact of each leg had its matter settled.

    Parameters
    ----------
    legs : Legs
        All of a replication.

    Returns
    -------
    numpy.ndarray
        When the leg ended that settled it [us]; -1 where none did.
    """
    settled = np.flatnonzero(legs.settled == 1)
    ended = np.full(int(legs.contact.max(initial=-1)) + 1, -1, np.int64)
    ended[legs.contact[settled]] = legs.ended[settled]
    return ended[legs.contact]
