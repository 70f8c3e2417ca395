"""Legs of a log are put together to matters.

A matter is what the customer wants settled; it may take several contacts. Matters count that began after
warm-up, by their first contact and in the interval of its arrival; by group, by the first answered contact: by its last
handler, and by its first. A contact that was referred or handed on has several legs, of which the last says whether the
matter is settled. Records of campaigns are no matters: no customer asked for anything. This module must not know a
measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.kpi.arrays import Legs
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Times, Truths


@dataclass(frozen=True)
class Matters:
    """The matters that began after warm-up, one place a matter in every array.

    Parameters
    ----------
    row, category, tier : numpy.ndarray
        Where they count.
    group, first_group : numpy.ndarray
        Who handled the first answered contact last, and who first; -1 for matters that nobody answered.
    contacts : numpy.ndarray
        Contacts each took, up to the end of the run.
    answered : numpy.ndarray
        Some contact was answered and has ended.
    settled : numpy.ndarray
        The first answered one settled the matter.
    referred : numpy.ndarray
        The first answered one was referred on its way.
    returned : numpy.ndarray
        The matter came back within the window after it.
    """

    row: Times
    category: Codes
    tier: Codes
    group: Codes
    first_group: Codes
    contacts: Times
    answered: Truths
    settled: Truths
    referred: Truths
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
            "matters_referred": (self.answered & self.referred, None),
            "referred_settled": (self.settled & self.referred, None),
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
    row = _rows(legs, grid, start)
    begun = row >= 0
    whole = _first_answered(legs, matter, len(number))
    first, last, end = (part[begun] for part in whole[:3])
    start, row = start[begun], row[begun]
    some = end >= 0
    answered = some & (legs.ended[end] >= 0)
    back = legs.return_at[end]
    return Matters(
        row=row,
        category=legs.category[start],
        tier=legs.tier[start],
        group=np.where(some, legs.group[last], -1),
        first_group=np.where(some, legs.group[first], -1),
        contacts=contacts[begun],
        answered=answered,
        settled=answered & (legs.settled[end] == 1),
        referred=whole[3][begun],
        returned=answered & (back >= 0) & (back - legs.ended[end] <= grid.fcr_window),
    )


def _first_answered(legs: Legs, matter: Codes, n_matters: int) -> tuple[Codes, Codes, Codes, Truths]:
    """Find of each matter's first answered contact the first answered leg, the last answered one and the last.

    All are -1 where there is no such contact, or where its last leg is not known; and say whether it was referred.
    """
    answered = legs.spoken
    found = _first(matter, legs.attempt, answered, n_matters)
    of_it = (found >= 0)[matter] & (legs.attempt == legs.attempt[found][matter])
    first = _first(matter, legs.leg, of_it & answered, n_matters)
    last = _first(matter, -legs.leg, of_it & answered, n_matters)
    end = _first(matter, -legs.leg, of_it & ~legs.chains.question, n_matters)
    end[legs.passed_on[end]] = -1
    referred = np.bincount(matter[of_it & legs.referred], minlength=n_matters) > 0
    return first, last, end, referred


def _rows(legs: Legs, grid: Grid, start: Codes) -> Times:
    row = np.full(len(start), -1, np.int64)
    row[start >= 0] = grid.segments.row(legs.arrived[start[start >= 0]])
    return row


def _first(matter: Codes, order: Codes, chosen: Truths, n_matters: int) -> Codes:
    """Find the chosen leg with the lowest order of each matter, -1 without one."""
    rows = np.nonzero(chosen)[0]
    rows = rows[np.argsort(-order[rows], kind="stable")]
    first = np.full(n_matters, -1, np.int64)
    first[matter[rows]] = rows  # of several, the last one written stays
    return first
