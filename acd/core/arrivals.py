"""When new matters arrive: a Poisson process of piecewise constant rate, exact within each piece, or a trace.

The k-th matter of a category on a day is the k-th point of a unit Poisson process, mapped through the day's
cumulative rate: its gap is an exponential draw of its own, so that a slightly higher rate, or another busyness,
keeps the same customers. Days are independent. The next arrival of each category stands in a winner tree.

Matters are drafted some at a time (`drafts`): when they arrive, and what nearly every one of them draws.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.codes import Arrivals, Purpose
from acd.core.drafts import draft_draws, gap
from acd.core.draws import variate
from acd.core.streams import uniform
from acd.core.tables import (
    BATCH,
    NEVER,
    NONE,
    Handle,
    category,
    day,
    moment,
    piece,
    planet,
    stream,
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
    kind = category(z, k)["arrivals"]
    if kind == Arrivals.TRACE:
        me["day"] = 0
        me["number"] = -1
        next_traced(z, k)
    elif kind == Arrivals.RATE:
        next_day(z, k)
        next_drawn(z, k)
    else:
        set_arrival(z, k, NEVER)


@inlined
def next_arrival(z: Handle, k: int) -> None:
    """Move category ``k`` on to its next arrival."""
    if category(z, k)["arrivals"] == Arrivals.TRACE:
        next_traced(z, k)
    else:
        next_drawn(z, k)


@cold
def next_traced(z: Handle, k: int) -> None:
    """Take the next time of category ``k``'s trace; its matters are numbered over the whole trace."""
    me = stream(z, k)
    me["number"] += 1
    n = me["number"]
    if n >= category(z, k)["n_trace"]:
        set_arrival(z, k, NEVER)
        return
    set_arrival(z, k, trace(z, category(z, k)["first_trace"] + n)["time"])


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


@kernel
def busyness(z: Handle, k: int, today: int) -> float:
    """Return the factor on category ``k``'s rates on a day: the root's times the category's own."""
    result = 1.0
    key = today << 32
    if planet(z, 0)["busyness"] != NONE:
        result *= variate(z, planet(z, 0)["busyness"], uniform(z, key, 0, Purpose.BUSYNESS, 0))
    row = category(z, k)
    if row["busyness"] != NONE:
        result *= variate(z, row["busyness"], uniform(z, key, row["origin"], Purpose.BUSYNESS, 0))
    return result


@inlined
def next_drawn(z: Handle, k: int) -> None:
    """Go to category ``k``'s next drafted matter, of this day or a later one."""
    me = stream(z, k)
    me["place"] += 1
    while me["place"] >= me["drafted"]:
        if me["day"] >= planet(z, 0)["n_days"]:
            set_arrival(z, k, NEVER)
            return
        me["key"] = (me["day"] << 32) | (me["number"] + 1)
        draft_draws(z, k, me["key"])
        draft_times(z, k)
    set_arrival(z, k, moment(z, k * BATCH + me["place"])["time"])


@cold
def draft_times(z: Handle, k: int) -> None:
    """Map the drafted gaps to times, as far as the day goes; after its last matter comes the next day."""
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
    me["number"] += n
    me["place"] = 0
    me["drafted"] = n
    if n < BATCH:
        next_day(z, k)


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
