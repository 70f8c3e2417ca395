"""When new matters arrive: a Poisson process of piecewise constant rate, exact within each piece, or a trace.

The k-th matter of a category on a day is the k-th point of a unit Poisson process, mapped through the day's
cumulative rate: its gap is an exponential draw of its own, so that a slightly higher rate, or another busyness,
keeps the same customers. Every day has its own. The next arrival of each category stands in a winner tree.

Matters are drafted some at a time (`drafts`): when they arrive, and what nearly every one of them draws.

Where a day's number of matters is fixed, the same gaps yield the order statistics of that many uniform numbers, the
next one from the last: minus the logarithm of what is left of 1 grows by a gap divided by how many are still to come.
"""

from __future__ import annotations

import math

from acd.core._compile import cold, inlined, kernel
from acd.core.bursts import next_in_burst, start_bursts
from acd.core.codes import Arrivals
from acd.core.drafts import draft_draws, gap
from acd.core.flows import bent, busyness, swell_up
from acd.core.jitter import jitter, next_jittered
from acd.core.tables import (
    BATCH,
    NEVER,
    NONE,
    Handle,
    bend,
    category,
    day,
    flow,
    moment,
    piece,
    planet,
    stream,
    swell,
    tide,
    trace,
)
from acd.core.trees import set_arrival

DAY = 86_400_000_000
"""[us]"""


@cold
def start_stream(z: Handle, k: int) -> None:
    """Put category ``k``'s first arrival into the calendar."""
    me = stream(z, k)
    me["day"] = -1
    me["number"] = 0
    me["piece"] = NONE
    me["sum"] = 0.0
    me["factor"] = 0.0
    me["place"] = -1
    me["drafted"] = 0
    tide(z, k)["day"] = -1
    kind = category(z, k)["arrivals"]
    if kind == Arrivals.NONE:
        set_arrival(z, k, NEVER)
        return
    if kind == Arrivals.TRACE or kind == Arrivals.JITTERED:
        me["day"] = 0
        me["number"] = -1
        if kind == Arrivals.JITTERED:
            jitter(z, k)
    else:
        next_day(z, k)
    start_bursts(z, k)
    if kind == Arrivals.RATE:
        next_drawn(z, k)
    else:
        next_other(z, k)


@cold
def next_other(z: Handle, k: int) -> None:
    """Move category ``k``, whose arrivals are not simply Poisson, on to its next arrival."""
    kind = category(z, k)["arrivals"]
    if kind == Arrivals.VARIED:
        time = drawn_time(z, k)
    elif kind == Arrivals.TRACE:
        time = next_traced(z, k)
    else:
        time = next_jittered(z, k)
    tide(z, k)["base_time"] = time
    settle(z, k)


@cold
def next_of_burst(z: Handle, k: int) -> None:
    """Move category ``k`` on after a burst's contact."""
    next_in_burst(z, k, tide(z, k)["wave"])
    settle(z, k)


@kernel
def settle(z: Handle, k: int) -> None:
    """Put the earlier of what the bursts of category ``k`` bring and what it has without them into the calendar."""
    me = tide(z, k)
    time = me["base_time"]
    if flow(z, k)["n_bursts"] > 0:
        time = min(time, me["wave_time"])
    set_arrival(z, k, time)


@kernel
def in_burst(z: Handle, k: int) -> bool:
    """Say whether category ``k``'s next arrival is a burst's; at one microsecond the others go first."""
    return bool(flow(z, k)["n_bursts"] > 0 and tide(z, k)["wave_time"] < tide(z, k)["base_time"])


@cold
def next_traced(z: Handle, k: int) -> int:
    """Return the next time of category ``k``'s trace; its matters are numbered over the whole trace."""
    me = stream(z, k)
    me["number"] += 1
    n = me["number"]
    if n >= category(z, k)["n_trace"]:
        return NEVER
    return int(trace(z, category(z, k)["first_trace"] + n)["time"])


@cold
def next_day(z: Handle, k: int) -> None:
    """Go to the start of category ``k``'s next day with arrivals, or to the end of the calendar."""
    me = stream(z, k)
    days = planet(z, 0)["n_days"]
    me["day"] += 1
    while me["day"] < days and day(z, k * days + me["day"])["expected"] <= 0.0:
        me["day"] += 1
    me["number"] = -1
    me["sum"] = 0.0
    if me["day"] < days:
        me["piece"] = day(z, k * days + me["day"])["first"]
        me["factor"] = busyness(z, k, me["day"])
        if category(z, k)["arrivals"] == Arrivals.VARIED:
            swell_up(z, k)


@inlined
def next_drawn(z: Handle, k: int) -> None:
    """Go to category ``k``'s next drafted matter, of this day or a later one."""
    set_arrival(z, k, drawn_time(z, k))


@inlined
def drawn_time(z: Handle, k: int) -> int:
    """Go to category ``k``'s next drafted matter and return when it arrives, NEVER when there is none."""
    me = stream(z, k)
    me["place"] += 1
    while me["place"] >= me["drafted"]:
        if me["day"] >= planet(z, 0)["n_days"]:
            return NEVER
        me["key"] = (me["day"] << 32) | (me["number"] + 1)
        draft_draws(z, k, me["key"])
        draft_times(z, k)
    return int(moment(z, k * BATCH + me["place"])["time"])


@cold
def draft_times(z: Handle, k: int) -> None:
    """Map the drafted gaps to times, as far as the day goes; after its last matter comes the next day."""
    me = stream(z, k)
    n = 0
    if category(z, k)["arrivals"] == Arrivals.RATE:
        n = draft_poisson(z, k)
    elif flow(z, k)["fixed"]:
        n = draft_fixed(z, k)
    else:
        n = draft_varied(z, k)
    me["number"] += n
    me["place"] = 0
    me["drafted"] = n
    if n < BATCH:
        next_day(z, k)


@kernel
def draft_poisson(z: Handle, k: int) -> int:
    """Write the times of the matters of category ``k``'s day, as many as were drafted; return how many there are."""
    me = stream(z, k)
    limit = day(z, k * planet(z, 0)["n_days"] + me["day"])["expected"] * me["factor"]
    total = me["sum"]
    n = 0
    while n < BATCH:
        total += gap(z, k, n)
        if total >= limit:
            break
        moment(z, k * BATCH + n)["time"] = time_of(z, k, total / me["factor"])
        n += 1
    me["sum"] = total
    return n


@cold
def draft_varied(z: Handle, k: int) -> int:
    """Do what `draft_poisson` does, where intervals have factors or the rate is smooth."""
    me = stream(z, k)
    limit = tide(z, k)["whole"] * me["factor"]
    total = me["sum"]
    n = 0
    while n < BATCH:
        total += gap(z, k, n)
        if total >= limit:
            break
        moment(z, k * BATCH + n)["time"] = varied_time(z, k, total / me["factor"])
        n += 1
    me["sum"] = total
    return n


@cold
def draft_fixed(z: Handle, k: int) -> int:
    """Do what `draft_poisson` does, where the number of matters of a day is fixed."""
    me = stream(z, k)
    left = tide(z, k)["total"] - me["number"] - 1
    total = me["sum"]
    n = 0
    while n < BATCH and left > 0:
        total += gap(z, k, n) / float(left)
        share = 1.0 - math.exp(-total)
        moment(z, k * BATCH + n)["time"] = varied_time(z, k, share * tide(z, k)["whole"])
        left -= 1
        n += 1
    me["sum"] = total
    return n


@kernel
def time_of(z: Handle, k: int, target: float) -> int:
    """Return when category ``k``'s day, at its expected rate, has brought so many contacts [us]."""
    me = stream(z, k)
    today = day(z, k * planet(z, 0)["n_days"] + me["day"])
    last = today["first"] + today["count"] - 1
    p = me["piece"]
    while p < last and target >= piece(z, p)["before"] + piece(z, p)["expected"]:
        p += 1
    me["piece"] = p
    row = piece(z, p)
    share = (target - row["before"]) / row["expected"]
    length = float(row["end"] - row["start"])
    # an arrival in the last half microsecond belongs to this piece, not to the next
    offset = min(int(share * length + 0.5), row["end"] - row["start"] - 1)
    return int(me["day"] * DAY + row["start"] + offset)


@kernel
def varied_time(z: Handle, k: int, target: float) -> int:
    """Do what `time_of` does, where intervals have factors or the rate is smooth [us]."""
    me = stream(z, k)
    today = day(z, k * planet(z, 0)["n_days"] + me["day"])
    start = flow(z, k)["first_swell"] - today["first"]
    p = me["piece"]
    last = today["first"] + today["count"] - 1
    while p < last and target >= swell(z, start + p)["before"] + swell(z, start + p)["expected"]:
        p += 1
    while p > today["first"] and swell(z, start + p)["expected"] <= 0.0:
        # rounding may let the very last matter pass the last piece that has any
        p -= 1
    me["piece"] = p
    share = (target - swell(z, start + p)["before"]) / swell(z, start + p)["expected"]
    length = piece(z, p)["end"] - piece(z, p)["start"]
    if flow(z, k)["smooth"]:
        offset = bent(float(bend(z, p)["at_start"]), float(bend(z, p)["at_end"]), share, length)
    else:
        offset = min(int(share * float(length) + 0.5), length - 1)
    return int(me["day"] * DAY + piece(z, p)["start"] + offset)
