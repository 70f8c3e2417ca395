"""Measures of agents: how many were there, what they were paid for, how much of their time was work.

Time is cut at interval borders; work past closing belongs to the last interval, time before an opening to
nobody. This module must not know contacts: it reads what was counted of agents' states.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.cells import Cells
from acd.kpi.grid import Grid
from acd.kpi.lines import Pair, ones, open_time, stack, whole


def agent_measures(cells: Cells, grid: Grid) -> dict[str, Pair]:
    """Measure presence, pay and work.

    Parameters
    ----------
    cells : Cells
        Counts and sums.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s], paid hours [h].
    """
    kinds = ("idle", "occupied", "away", "unpaid", "absent")
    idle, working, away, unpaid, absent = (cells.group(kind) / 1e6 for kind in kinds)
    logged_in = idle + working + away + unpaid
    hours = (logged_in - unpaid + absent) / 3600
    cost = hours * np.array(grid.cost)[:, np.newaxis]
    parts = [logged_in, away + unpaid, working, idle + working, hours, cost, cells.group("working") / 1e6]
    there, off, busy, ready, paid, money, handling = stack(grid, group=whole(np.stack(parts)))
    return {
        "staffed": (there, open_time(grid)),
        "paid_hours": (paid, ones(grid)),
        "not_ready": (off, there),
        "occupancy": (busy, ready),
        "concurrency": (handling, busy),
        "cost": (money, ones(grid)),
    }
