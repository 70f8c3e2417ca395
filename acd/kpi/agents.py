"""Measures of agents: how many were there, what they were paid for, how much of their time was work.

Time is cut at interval borders; work past closing belongs to the last interval, time before an opening to
nobody. This module must not know contacts: it reads what was counted of agents' states.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.cells import Cells
from acd.kpi.grid import Grid
from acd.kpi.intervals import Floats
from acd.kpi.lines import Pair, ones, open_time, stack, whole

_PARTS = ("paused", "meeting", "training", "late")


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
    kinds = ("idle", "occupied", "away", "unpaid", "absent", "overtime")
    idle, working, away, unpaid, absent, overtime = (cells.group(kind) / 1e6 for kind in kinds)
    logged_in = idle + working + away + unpaid
    hours = (logged_in - unpaid + absent) / 3600
    more = (np.array(grid.overtime_pay or [1.0] * len(grid.groups)) - 1.0)[:, np.newaxis] * overtime / 3600
    cost = (hours + more) * np.array(grid.cost)[:, np.newaxis]
    handling = cells.group("working") / 1e6
    parts = [
        logged_in,
        away + unpaid,
        working,
        idle + working,
        hours,
        cost,
        overtime / 3600,
        absent,
        handling,
    ]
    there, off, busy, ready, paid, money, beyond, out, in_hand = stack(grid, group=whole(np.stack(parts)))
    return {
        "staffed": (there, open_time(grid)),
        "paid_hours": (paid, ones(grid)),
        "overtime_hours": (beyond, ones(grid)),
        "not_ready": (off, there),
        **{name: (time, there) for name, time in _by_reason(cells, grid).items()},
        "absence": (out, there + out),
        "occupancy": (busy, ready),
        "concurrency": (in_hand, busy),
        "cost": (money, ones(grid)),
    }


def _by_reason(cells: Cells, grid: Grid) -> dict[str, Floats]:
    """Return the time not ready for each reason, as lines [s]."""
    away, unpaid, *parts = (cells.group(kind) for kind in ("away", "unpaid", *_PARTS))
    other = away - sum(parts)  # whole numbers, so that nothing is left where nothing is
    named = {"break": unpaid + parts[0], **dict(zip(_PARTS[1:], parts[1:], strict=True)), "other": other}
    found = stack(grid, group=whole(np.stack(list(named.values())) / 1e6))
    return {f"not_ready_{name}": time for name, time in zip(named, found, strict=True)}
