"""What all measures are computed from: counts and sums of every cell, from a log or from tallies.

A cell is a category, a tier and an interval, or a group and an interval. Everything is a whole number, a count or a
time in microseconds, so that the two sources can be equal to the last bit. This module must not know either of them,
nor a measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.core.columns import GROUP_CELL, LEG_CELL
from acd.kpi.intervals import Codes, Times

LEG_FIELDS = tuple(name for name in LEG_CELL.names or () if name != "longest")
"""What is counted by category, tier and interval."""

GROUP_FIELDS = tuple(GROUP_CELL.names or ())
"""What is counted by group and interval."""

LEAD_FIELDS = {
    "matters": "lead",
    "matters_answered": "lead_answered",
    "matters_settled": "lead_settled",
    "matters_kept": "lead_kept",
    "matters_referred": "lead_referred",
    "referred_settled": "lead_referred_settled",
}
"""What is counted of matters by last handler, and the field that holds by how much it is more by first handler."""


@dataclass(frozen=True)
class Waits:
    """Completed waits, one place a cell and wait in every array.

    Parameters
    ----------
    category, tier, row : numpy.ndarray
        Where they count.
    wait : numpy.ndarray
        How long [us]; the middle of a bin where they come from tallies.
    count : numpy.ndarray
        How many legs waited so long.
    """

    category: Codes
    tier: Codes
    row: Codes
    wait: Times
    count: Times


@dataclass(frozen=True)
class Cells:
    """Counts and sums of one replication.

    Parameters
    ----------
    legs : numpy.ndarray
        Shape (`LEG_FIELDS`, categories, tiers, intervals); times [us].
    groups : numpy.ndarray
        Shape (`GROUP_FIELDS`, groups, intervals); times [us].
    still : numpy.ndarray
        Legs that wait as the run ends, warm-up's included, shape (categories, tiers).
    longest : numpy.ndarray
        The longest wait, -1 without one, shape (categories, tiers, intervals) [us].
    waits : Waits
        Completed waits.
    """

    legs: Times
    groups: Times
    still: Times
    longest: Times
    waits: Waits

    def leg(self, field: str) -> Times:
        """Return one count or sum by category, tier and interval."""
        return np.asarray(self.legs[LEG_FIELDS.index(field)])

    def group(self, field: str) -> Times:
        """Return one count or sum by group and interval."""
        return np.asarray(self.groups[GROUP_FIELDS.index(field)])
