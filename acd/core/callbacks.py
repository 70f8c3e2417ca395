"""A callback instead of a wait: promised, kept in its place, dialled, and perhaps not reached.

Whoever is told of a long wait may be offered one. The leg in line ends there; the contact's next leg joins the line
at its old place, at once or when the hours for callbacks begin, with nobody on the line who could lose patience. The
agent who takes it dials first; a customer who is not reached is tried again later, so many times.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.answers import hang_up
from acd.core.calendar import push
from acd.core.codes import LegReason, Outcome, Purpose, Rank, Timer
from acd.core.draws import duration
from acd.core.leaving import MOST_LEGS, draw, draw_index, stop_patience
from acd.core.making import new_leg
from acd.core.record import record_leg
from acd.core.streams import uniform
from acd.core.tables import NONE, Handle, callback, callback_window, life, planet, visit

WEEK = 7 * 86_400_000_000
"""[us]"""


@cold
def may_be_called_back(z: Handle, c: int) -> bool:
    """Say whether the customer of the waiting contact ``c`` takes the offer of a callback."""
    return bool(
        life(z, c)["announced"] > callback(z, visit(z, c)["category"])["over"] and takes_callback(z, c)
    )


@cold
def takes_callback(z: Handle, c: int) -> bool:
    """Say whether the customer of the waiting contact ``c`` takes a callback, whatever the wait."""
    rule = callback(z, visit(z, c)["category"])
    if rule["over"] == NONE or life(z, c)["leg"] > 1:
        return False
    return bool(draw(z, c, Purpose.CALLBACK.value) < rule["accept"])


@cold
def in_window(z: Handle, k: int, time: int) -> int:
    """Return ``time``, or when category ``k``'s hours for callbacks next begin; NONE when they never do."""
    rule = callback(z, k)
    within = time % WEEK
    best = NONE
    for i in range(rule["n_windows"]):
        row = callback_window(z, rule["first_window"] + i)
        if row["start"] <= within < row["end"]:
            return time
        ahead = int((row["start"] - within) % WEEK)
        if best == NONE or ahead < best:
            best = ahead
    return NONE if best == NONE else time + best


@cold
def promise(z: Handle, now: int, c: int) -> None:
    """The waiting contact ``c`` leaves the line for a callback."""
    k = int(visit(z, c)["category"])
    d = new_leg(z, now, c, int(callback(z, k)["category"]), 0)
    life(z, d)["callback"] = 1
    move_watch(z, c, d)
    stop_patience(z, c)
    life(z, c)["ended"] = now
    if planet(z, 0)["keep_legs"]:
        record_leg(z, c, now, NONE, Outcome.CALLBACK, LegReason.NONE)
    schedule(z, now, d, k)
    hang_up(z, now, c)


@cold
def schedule(z: Handle, time: int, d: int, k: int) -> None:
    """Let the callback ``d`` of category ``k`` join its line at a time, within the hours for it."""
    life(z, d)["asked_as"] = k
    at = in_window(z, k, time)
    push(z, time if at == NONE else at, Rank.TIMER, visit(z, d)["serial"], Timer.CALL_BACK, d)


@cold
def move_watch(z: Handle, c: int, d: int) -> None:
    """Whoever watches contact ``c`` is told of its next leg ``d`` instead."""
    visit(z, d)["watched"] = visit(z, c)["watched"]
    visit(z, c)["watched"] = 0


@cold
def ringing_time(z: Handle, c: int) -> int:
    """Return how long the agent waits for the customer of callback ``c`` to answer [us]."""
    d = callback(z, life(z, c)["asked_as"])["ring"]
    if d == NONE:
        return 0
    seen = visit(z, c)
    return int(
        duration(z, d, uniform(z, seen["key"], seen["origin"], Purpose.DIAL.value, draw_index(z, c, 0)), 1.0)
    )


@cold
def is_reached(z: Handle, c: int) -> bool:
    """Say whether the customer answers callback ``c``."""
    return bool(draw(z, c, Purpose.REACHED.value) < callback(z, life(z, c)["asked_as"])["reached"])


@cold
def try_again(z: Handle, now: int, c: int) -> bool:
    """Schedule another attempt at callback ``c``, which was not answered; say whether there is one."""
    k = int(life(z, c)["asked_as"])
    rule = callback(z, k)
    if life(z, c)["callback"] >= rule["attempts"] or life(z, c)["leg"] >= MOST_LEGS:
        return False
    time = now + int(rule["retry"])
    d = new_leg(z, time, c, int(visit(z, c)["category"]), 0)
    life(z, d)["callback"] = life(z, c)["callback"] + 1
    move_watch(z, c, d)
    schedule(z, time, d, k)
    return True
