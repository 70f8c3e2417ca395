"""Measures of matters: settled at the first contact or not, coming back or lost.

A matter is what the customer wants settled; it may take several contacts. Matters count that began after
warm-up, by their first contact and in the interval of its arrival; by group, by the first answered contact.
This module must not know how waits are measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.kpi.arrays import ABANDONED, ANSWERED, RECONTACT, REDIAL, REFUSED, Legs, Truths
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Times
from acd.kpi.tally import BY_EVERY, Pair, Tally, ones


@dataclass(frozen=True)
class Matters:
    """The matters that began after warm-up, one place a matter in every array.

    Parameters
    ----------
    tally : Tally
        Where they count.
    contacts : numpy.ndarray
        Contacts each took, up to the end of the run.
    answered : numpy.ndarray
        Some contact was answered and has ended.
    settled : numpy.ndarray
        The first answered one settled the matter.
    returned : numpy.ndarray
        The matter came back within the window after it.
    """

    tally: Tally
    contacts: Times
    answered: Truths
    settled: Truths
    returned: Truths


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
    starts = (legs.attempt == 1) & (legs.leg == 1)
    start = _first(matter, legs.attempt, starts, len(number))
    contacts = np.bincount(matter[legs.leg == 1], minlength=len(number))
    first = _first(matter, legs.attempt, legs.outcome == ANSWERED, len(number))
    row = _rows(legs, grid, start)
    begun = row >= 0
    start, first, row = start[begun], first[begun], row[begun]
    answered = (first >= 0) & (legs.ended[first] >= 0)
    back = legs.return_at[first]
    codes = {
        "category": legs.category[start],
        "tier": legs.tier[start],
        "group": np.where(first >= 0, legs.group[first], -1),
    }
    return Matters(
        tally=Tally(grid, row, codes),
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


def resolution(matters: Matters) -> dict[str, Pair]:
    """Measure first-contact resolution in its four readings, and contacts per matter.

    Parameters
    ----------
    matters : Matters
        The matters.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.

    Notes
    -----
    Without referrals, which this version does not know, the gross and the net reading are equal.
    """
    tally, everyone = matters.tally, np.ones(len(matters.answered), bool)
    begun = tally.lines(everyone, scopes=BY_EVERY)
    answered = tally.lines(matters.answered, scopes=BY_EVERY)
    settled = tally.lines(matters.settled, scopes=BY_EVERY)
    kept = tally.lines(matters.answered & ~matters.returned, scopes=BY_EVERY)
    return {
        "fcr_true": (settled, begun),
        "fcr_gross": (settled, answered),
        "fcr_net": (settled, answered),
        "fcr_window": (kept, answered),
        "contacts_per_matter": (tally.lines(everyone, matters.contacts), begun),
    }


def returns(legs: Legs, tally: Tally, soon: Truths) -> dict[str, Pair]:
    """Count what became of legs: a return, a loss, or an expectation met.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    soon : numpy.ndarray
        Legs whose wait kept to the service level time.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    one = ones(tally.grid)
    answered = legs.outcome == ANSWERED
    over = (legs.ended >= 0) & np.isin(legs.outcome, (ANSWERED, ABANDONED, REFUSED))
    lost = over & (legs.settled != 1) & (legs.return_at < 0)
    return {
        "redials": (tally.lines(legs.return_kind == REDIAL), one),
        "recontacts": (tally.lines(legs.return_kind == RECONTACT), one),
        "lost_customers": (tally.lines(lost), one),
        "expectations_met": (
            tally.lines(answered & soon & (legs.settled == 1)),
            tally.lines(legs.leg == 1),
        ),
    }
