"""Measures of agents: how many were there, what they were paid for, how much of their time was work.

Time is cut at interval borders; work past closing belongs to the last interval, time before an opening to
nobody. This module must not know contacts: it reads what agents' own rows say.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.arrays import Spells
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats
from acd.kpi.tally import Pair, ones, spread, stack, whole
from acd.kpi.waiting import open_time
from acd.log.schema import STATES

_IDLE, _WORKING, _AWAY, _UNPAID, _ABSENT, _KINDS = range(6)
_KIND_OF = {
    "off": -1, "absent": _ABSENT, "not_ready": _AWAY, "ready": _IDLE, "offered": _IDLE, "busy": _WORKING,
    "wrap_up": _WORKING,
}  # fmt: skip


def agent_measures(spells: Spells, grid: Grid) -> dict[str, Pair]:
    """Measure presence, pay and work.

    Parameters
    ----------
    spells : Spells
        What agents did from when to when.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s], paid hours [h].
    """
    idle, working, away, unpaid, absent = _times(spells, grid) / 1e6
    logged_in = idle + working + away + unpaid
    hours = (logged_in - unpaid + absent) / 3600
    cost = hours * np.array(grid.cost)[:, np.newaxis]
    return {
        "staffed": (spread(grid, {"group": logged_in}), open_time(grid)),
        "paid_hours": (spread(grid, {"group": hours}), ones(grid)),
        "not_ready": (spread(grid, {"group": away + unpaid}), spread(grid, {"group": logged_in})),
        "occupancy": (spread(grid, {"group": working}), spread(grid, {"group": idle + working})),
        "cost": (stack(grid, group=whole(cost)), ones(grid)),
    }


def _times(spells: Spells, grid: Grid) -> Floats:
    """Add up the time of each kind, shape (kinds, groups, intervals) [us]."""
    n_groups = len(grid.groups)
    begun = np.maximum(spells.start, grid.open_segments.next_open(spells.logged_in))
    kinds = _kinds(spells)
    codes = np.where((kinds >= 0) & (spells.group >= 0), kinds * n_groups + spells.group, -1)
    amounts = grid.segments.integrate(begun, spells.end, codes, _KINDS * n_groups)
    return amounts.reshape(_KINDS, n_groups, grid.n_intervals)


def _kinds(spells: Spells) -> Codes:
    kinds = np.array([_KIND_OF[state] for state in STATES], np.int64)[spells.state]
    kinds[(kinds == _AWAY) & spells.unpaid] = _UNPAID
    kinds[(kinds == _IDLE) & (spells.load > 0)] = _WORKING
    return kinds
