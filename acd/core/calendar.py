"""The binary heap of the calendar: returns, ends of IVR and of breaks, offers that lapse.

It holds whatever may be due more than once for one subject; the rest stands in the winner trees (`trees`). All of
them give one total order: time, then rank, then the subject's own key; in the heap, at last the number of the event. An
event whose reason has gone is recognised by whoever receives it; it is never searched for.

This file must not know what an event means.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.tables import END, RANK_BITS, Handle, desk, event


@kernel
def earlier(z: Handle, i: int, j: int) -> bool:
    """Say whether the heap's row ``i`` comes before row ``j``."""
    a = event(z, i)
    b = event(z, j)
    if a["time"] != b["time"]:
        return bool(a["time"] < b["time"])
    if a["rank"] != b["rank"]:
        return bool(a["rank"] < b["rank"])
    if a["key"] != b["key"]:
        return bool(a["key"] < b["key"])
    return bool(a["number"] < b["number"])


@kernel
def swap(z: Handle, i: int, j: int) -> None:
    """Exchange two rows of the heap."""
    a = event(z, i)
    b = event(z, j)
    a["time"], b["time"] = b["time"], a["time"]
    a["rank"], b["rank"] = b["rank"], a["rank"]
    a["key"], b["key"] = b["key"], a["key"]
    a["number"], b["number"] = b["number"], a["number"]
    a["what"], b["what"] = b["what"], a["what"]
    a["subject"], b["subject"] = b["subject"], a["subject"]
    a["a"], b["a"] = b["a"], a["a"]
    a["b"], b["b"] = b["b"], a["b"]
    a["c"], b["c"] = b["c"], a["c"]
    a["d"], b["d"] = b["d"], a["d"]
    a["e"], b["e"] = b["e"], a["e"]
    a["f"], b["f"] = b["f"], a["f"]
    a["handler"], b["handler"] = b["handler"], a["handler"]
    a["home"], b["home"] = b["home"], a["home"]


@cold
def push(z: Handle, time: int, rank: int, key: int, what: int, subject: int) -> int:
    """Add an event to the heap.

    Parameters
    ----------
    z : Handle
    time : int
        When it is due [us].
    rank, key : int
        Its place among events of the same time.
    what, subject : int
        For whoever receives it.

    Returns
    -------
    int
        The row it was put in, whose columns ``a`` … ``f`` the caller may fill before the next change.
    """
    table = desk(z, 0)
    i = table["n_events"]
    number = table["event_number"]
    table["n_events"] = i + 1
    table["event_number"] = number + 1
    row = event(z, i)
    row["time"] = time
    row["rank"] = rank
    row["key"] = key
    row["number"] = number
    row["what"] = what
    row["subject"] = subject
    while i > 0:
        above = (i - 1) >> 1
        if not earlier(z, i, above):
            break
        swap(z, i, above)
        i = above
    note_first(z)
    return int(i)


@cold
def pop(z: Handle) -> int:
    """Take the first event off the heap.

    Returns
    -------
    int
        The row in which it can be read until the next `push`: the one just behind the heap.
    """
    table = desk(z, 0)
    last = table["n_events"] - 1
    table["n_events"] = last
    swap(z, 0, last)
    i = 0
    child = 1
    while child < last:
        if child + 1 < last and earlier(z, child + 1, child):
            child += 1
        if not earlier(z, child, i):
            break
        swap(z, i, child)
        i = child
        child = 2 * i + 1
    note_first(z)
    return int(last)


@kernel
def note_first(z: Handle) -> None:
    """Keep at hand when the heap's first event is due: time and rank in one integer."""
    table = desk(z, 0)
    table["first_event"] = END
    if table["n_events"] > 0:
        first = event(z, 0)
        table["first_event"] = (first["time"] << RANK_BITS) | first["rank"]
