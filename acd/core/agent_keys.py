"""What agents are compared by beyond how long they are idle: contacts and times since log-in, counted as they go on.

Nothing here is counted unless a key of the rule needs it (``rules.counted``). What is said *of late* is exact and
takes the same memory for everybody: time is cut into half-windows that are aligned to the clock (time zero is day one
00:00; in a live system, when its router was made), and what counts is the present half-window so far and the whole one
before it.

This file must not know who chooses by it, nor why an agent changes.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentKey, AgentState
from acd.core.kin import home_of
from acd.core.tables import NONE, Handle, agent, allotment, contact, desk, ledger, rules, turn


@kernel
def at_work(state: int) -> bool:
    """Say whether an agent in a state works: handles, holds, consults or wraps up."""
    return state >= AgentState.BUSY


@kernel
def in_talk(state: int) -> bool:
    """Say whether an agent in a state has somebody bound."""
    return state >= AgentState.BUSY and state != AgentState.WRAP_UP


@kernel
def at_hand(state: int) -> bool:
    """Say whether time in a state is ready or working time."""
    return state >= AgentState.READY


# -- counted as it happens ----------------------------------------------------------------------------------------
@cold
def clear_ledger(z: Handle, a: int) -> None:
    """Agent ``a`` logs in: nothing was done yet."""
    own = ledger(z, a)
    own["contacts"] = 0
    own["talked"] = 0
    own["done"] = 0
    own["handling"] = 0
    own["work"] = 0
    own["ready"] = 0
    own["work_before"] = 0
    own["ready_before"] = 0


@cold
def count_time(z: Handle, a: int) -> None:
    """Agent ``a`` leaves the present state."""
    me = agent(z, a)
    own = ledger(z, a)
    state = me["state"]
    if in_talk(state):
        own["talked"] += desk(z, 0)["now"] - me["since"]
    working = at_work(state)
    ready = at_hand(state)
    work = lately(z, a, 0, working, own["half"], own["work"], own["work_before"])
    work_before = lately(z, a, 1, working, own["half"], own["work"], own["work_before"])
    there = lately(z, a, 0, ready, own["half"], own["ready"], own["ready_before"])
    there_before = lately(z, a, 1, ready, own["half"], own["ready"], own["ready_before"])
    own["work"] = work
    own["work_before"] = work_before
    own["ready"] = there
    own["ready_before"] = there_before
    own["half"] = desk(z, 0)["now"] // rules(z, 0)["half"]


@kernel
def lately(z: Handle, a: int, back: int, counts: bool, half: int, present: int, before: int) -> int:
    """Return the time that counts of agent ``a`` in the present half-window so far, or in the one before [us].

    Parameters
    ----------
    z : Handle
    a : int
        The agent.
    back : int
        0 for the present half-window, 1 for the one before.
    counts : bool
        Whether the time in the agent's present state counts.
    half, present, before : int
        What is known up to when that state began: the number of the half-window, and the time in it and before it.
    """
    now = desk(z, 0)["now"]
    length = rules(z, 0)["half"]
    number = now // length - back
    known = 0
    if number == half:
        known = int(present)
    elif number == half - 1:
        known = int(before)
    if counts:
        start = max(agent(z, a)["since"], number * length)
        known += max(0, min(now, (number + 1) * length) - start)
    return int(known)


@cold
def take_turn(z: Handle, c: int, a: int) -> None:
    """Agent ``a`` is given contact ``c``, offered or bound."""
    turn(z, contact(z, c)["category"])["last"] = a


@cold
def count_bound(z: Handle, c: int, a: int) -> None:
    """Contact ``c`` is bound to agent ``a``."""
    own = ledger(z, a)
    own["contacts"] += 1
    own["bound"] = desk(z, 0)["now"]
    allotment(z, quota_of(z, c, a))["bound"] += 1


@kernel
def quota_of(z: Handle, c: int, a: int) -> int:
    """Return the row of ``allotment`` of contact ``c``'s category and agent ``a``'s own group."""
    return int(contact(z, c)["category"] * rules(z, 0)["n_homes"] + home_of(z, a))


@cold
def count_done(z: Handle, a: int, bound: int) -> None:
    """Agent ``a`` is done, wrap-up and all, with a contact that was bound at a time; NONE: the only one in hand."""
    own = ledger(z, a)
    own["done"] += 1
    own["handling"] += desk(z, 0)["now"] - (own["bound"] if bound == NONE else bound)


# -- compared -----------------------------------------------------------------------------------------------------
@kernel
def own_value(z: Handle, what: int, a: int) -> float:
    """Return the value of a key of agent ``a``'s own that stays the same while the agent is ready with empty hands."""
    if what == AgentKey.FEWEST_CONTACTS:
        return float(ledger(z, a)["contacts"])
    if what == AgentKey.LEAST_TALK_TIME:
        return talk_time(z, a)
    if what == AgentKey.SHORTEST_HANDLING:
        done = ledger(z, a)["done"]
        return 0.0 if done == 0 else float(ledger(z, a)["handling"]) / float(done)
    if what == AgentKey.LONGEST_IDLE:
        return float(agent(z, a)["idle_since"])
    return float(a)


@kernel
def talk_time(z: Handle, a: int) -> float:
    """Return the time since log-in in which agent ``a`` had somebody bound [us]."""
    me = agent(z, a)
    running = desk(z, 0)["now"] - me["since"] if in_talk(me["state"]) else 0
    return float(ledger(z, a)["talked"] + running)


@kernel
def occupancy(z: Handle, a: int) -> float:
    """Return the share of agent ``a``'s available time since log-in that went into contacts and wrap-up."""
    me = agent(z, a)
    running = desk(z, 0)["now"] - me["since"]
    available = me["available"] + running
    if available <= 0:
        return 0.0
    # whoever has room for more may be at work
    worked = me["worked"] + (running if at_work(me["state"]) else 0)
    return float(worked) / float(available)


@kernel
def occupancy_lately(z: Handle, a: int) -> float:
    """Return the same share of the present half-window so far and the one before."""
    own = ledger(z, a)
    state = agent(z, a)["state"]
    work = 0
    there = 0
    for back in range(2):
        work += lately(z, a, back, at_work(state), own["half"], own["work"], own["work_before"])
        there += lately(z, a, back, at_hand(state), own["half"], own["ready"], own["ready_before"])
    return 0.0 if there <= 0 else float(work) / float(there)
