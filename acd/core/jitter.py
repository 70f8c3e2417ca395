"""A trace whose times are moved at random: each by a draw of its own, and then put in order.

The matter that was the n-th of the trace keeps the draws of the n-th, wherever it goes. All times of a trace are moved
before the run begins, in a table as long as the trace, so that any distance will do.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Purpose
from acd.core.streams import uniform
from acd.core.tables import NEVER, Handle, category, flow, play, shifted, stream, tide


@cold
def jitter(z: Handle, k: int) -> None:
    """Move the times of category ``k``'s trace and put them in order."""
    first = flow(z, k)["first_play"]
    count = category(z, k)["n_trace"]
    tide(z, k)["place"] = -1
    for n in range(count):
        u = uniform(z, n, category(z, k)["origin"], Purpose.JITTER, 0)
        row = play(z, first + n)
        shifted(z, first + n)["time"] = row["low"] + int(u * float(row["width"]))
        shifted(z, first + n)["number"] = n
    # heapsort: nothing is allocated, and no order of the input is a bad one
    for n in range(count // 2):
        sift(z, first, count // 2 - 1 - n, count)
    for n in range(count - 1):
        last = count - 1 - n
        swap(z, first, first + last)
        sift(z, first, 0, last)


@cold
def next_jittered(z: Handle, k: int) -> int:
    """Return the next moved time of category ``k``'s trace, NEVER after the last."""
    me = tide(z, k)
    me["place"] += 1
    if me["place"] >= category(z, k)["n_trace"]:
        return NEVER
    row = shifted(z, flow(z, k)["first_play"] + me["place"])
    stream(z, k)["number"] = row["number"]
    return int(row["time"])


@kernel
def sift(z: Handle, first: int, i: int, count: int) -> None:
    """Let the entry at place ``i`` of a heap of ``count`` sink until no later one is below it."""
    child = 2 * i + 1
    while child < count:
        if child + 1 < count and later(z, first + child + 1, first + child):
            child += 1
        if not later(z, first + child, first + i):
            return
        swap(z, first + i, first + child)
        i = child
        child = 2 * i + 1


@kernel
def later(z: Handle, a: int, b: int) -> bool:
    """Say whether one moved time comes after another; of equals, the later one of the trace does."""
    if shifted(z, a)["time"] != shifted(z, b)["time"]:
        return bool(shifted(z, a)["time"] > shifted(z, b)["time"])
    return bool(shifted(z, a)["number"] > shifted(z, b)["number"])


@kernel
def swap(z: Handle, a: int, b: int) -> None:
    """Exchange two moved times."""
    time = shifted(z, a)["time"]
    number = shifted(z, a)["number"]
    shifted(z, a)["time"] = shifted(z, b)["time"]
    shifted(z, a)["number"] = shifted(z, b)["number"]
    shifted(z, b)["time"] = time
    shifted(z, b)["number"] = number
