"""How long the centre is open between two moments, by the timetable of opening hours.

This file must not know whether it is open in fact, nor what the time is for.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.tables import Handle, open_time, planet


@kernel
def open_until(z: Handle, time: int) -> int:
    """Return how long the centre has been open by a moment, from day one on [us]."""
    low = 0
    high = planet(z, 0)["n_open_time"]
    while low < high:
        middle = (low + high) >> 1
        if open_time(z, middle)["border"] <= time:
            low = middle + 1
        else:
            high = middle
    row = open_time(z, low - 1)
    return int(row["before"] + (time - row["border"]) * row["open"])


@cold
def open_between(z: Handle, start: int, end: int) -> int:
    """Return how long the centre is open between two moments [us]."""
    return open_until(z, end) - open_until(z, start)
