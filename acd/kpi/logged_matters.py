"""Legs of a log are put together to matters.

A matter is what the customer wants settled; it may take several contacts. Matters count that began after
warm-up, by their first contact and in the interval of its arrival; by group, by the first answered contact.
Records of campaigns are no matters: no customer asked for anything. This module must not know a measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.kpi.arrays import ANSWERED, Legs
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Times, Truths


@dataclass(frozen=True)
class Matters:
    """The matters that began after warm-up, one place a matter in every array.

    Parameters
    ----------
    row, category, tier, group : numpy.ndarray
        Where they count; group -1 for matters that nobody answered.
    contacts : numpy.ndarray
        Contacts each took, up to the end of the run.
    answered : numpy.ndarray
        Some contact was answered and has ended.
    settled : numpy.ndarray
        The first answered one settled the matter.
    returned : numpy.ndarray
        The matter came back within the window after it.
    """

    row: Times
    category: Codes
    tier: Codes
    group: Codes
    contacts: Times
    answered: Truths
    settled: Truths
    returned: Truths

    def chosen(self) -> dict[str, tuple[Truths, Times | None]]:
        """Say of each field which matters count for it, and what is summed over them.

        Returns
        -------
        dict of str to (numpy.ndarray, numpy.ndarray or None)
            Field to one truth a matter, and weights where not 1.
        """
        everyone = np.ones(len(self.answered), bool)
        return {
            "matters": (everyone, None),
            "matter_contacts": (everyone, self.contacts),
            "matters_answered": (self.answered, None),
            "matters_settled": (self.settled, None),
            "matters_kept": (self.answered & ~self.returned, None),
        }


def gather(legs: Legs, grid: Grid) -> Matters:
    """Collect matters from their legs.

    Parameters
    ----------
    legs : Legs
        The legs of one replication.
    grid : Grid
        Lines, intervals and window.

    Returns
    -------
    Matters
        Those that began after warm-up.
    """
    number, matter = np.unique(legs.matter, return_inverse=True)
    starts = (legs.attempt == 1) & (legs.leg == 1) & ~grid.dialled[legs.category]
    start = _first(matter, legs.attempt, starts, len(number))
    contacts = np.bincount(matter[legs.leg == 1], minlength=len(number))
    first = _first(matter, legs.attempt, legs.outcome == ANSWERED, len(number))
    row = _rows(legs, grid, start)
    begun = row >= 0
    start, first, row = start[begun], first[begun], row[begun]
    answered = (first >= 0) & (legs.ended[first] >= 0)
    back = legs.return_at[first]
    return Matters(
        row=row,
        category=legs.category[start],
        tier=legs.tier[start],
        group=np.where(first >= 0, legs.group[first], -1),
        contacts=contacts[begun],
        answered=answered,
        settled=answered & (legs.settled[first] == 1),
        returned=answered & (back >= 0) & (back - legs.ended[first] <= grid.fcr_window),
    )


def _rows(legs: Legs, grid: Grid, start: Codes) -> Times:
    row = np.full(len(start), -1, np.int64)
    row[start >= 0] = grid.segments.row(legs.arrived[start[start >= 0]])
    return row


def _first(matter: Codes, attempt: Codes, chosen: Truths, n_matters: int) -> Codes:
    """Find the chosen leg with the lowest attempt of each matter, -1 without one."""
    rows = np.nonzero(chosen)[0]
    rows = rows[np.argsort(-attempt[rows], kind="stable")]
    first = np.full(n_matters, -1, np.int64)
    first[matter[rows]] = rows  # of several, the last one written stays
    return first
