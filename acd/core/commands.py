"""Commands from outside a simulation: checked against the state first, then given to the router.

A command that makes no sense in the present state changes nothing and is answered with REFUSED; whoever gave it knows
the state and can say why. One for which a table may be too small changes nothing and is answered with FULL; whoever
gave it enlarges the tables and gives it again. Inside a simulation the world gives the same commands to the router
without these checks.
"""

from __future__ import annotations

from acd.core._compile import brief_entry, kernel
from acd.core.calendar import pop
from acd.core.codes import AgentState, Command, ContactState, Pending
from acd.core.lines import take_slot
from acd.core.router import (
    OWN_PRIORITY,
    accept,
    finish,
    hang_up,
    lapse,
    log_in,
    log_out,
    not_ready,
    offer,
    ready,
    wrapped_up,
)
from acd.core.tables import NEVER, NONE, Handle, agent, capacity, contact, desk, event

REFUSED = -1
"""Answer to a command that makes no sense."""
FULL = -2
"""Answer to a command that may find no room."""


@kernel
def has_room(z: Handle) -> bool:
    """Say whether any one command finds room for a contact and for the timers of its offers."""
    table = desk(z, 0)
    limits = capacity(z, 0)
    return bool(table["in_system"] + 1 < limits["contacts"] and table["n_events"] + 2 < limits["events"])


@kernel
def agent_may(z: Handle, what: int, a: int) -> bool:
    """Say whether a command about agent ``a`` makes sense now."""
    me = agent(z, a)
    state = me["state"]
    if what == Command.LOG_IN:
        return bool(state == AgentState.OFF)
    if what == Command.READY:
        return bool(
            state == AgentState.NOT_READY or (state != AgentState.OFF and me["pending"] != Pending.NOTHING)
        )
    if what == Command.WRAPPED_UP:
        return bool(state == AgentState.WRAP_UP)
    return bool(state != AgentState.OFF)


@kernel
def contact_may(z: Handle, what: int, c: int, a: int) -> bool:
    """Say whether a command about the contact in slot ``c`` makes sense now."""
    state = contact(z, c)["state"]
    if what == Command.HANG_UP:
        return bool(state == ContactState.QUEUED or state == ContactState.OFFERED)
    if what == Command.ACCEPT:
        return bool(state == ContactState.OFFERED and contact(z, c)["agent"] == a)
    return bool(state == ContactState.BOUND)


@brief_entry
def obey_agent(z: Handle, now: int, what: int, a: int, reason: int) -> int:
    """Give the router a command about an agent.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    what : int
        ``LOG_IN``, ``LOG_OUT``, ``READY``, ``NOT_READY`` or ``WRAPPED_UP``.
    a : int
        The agent.
    reason : int
        For the log.

    Returns
    -------
    int
        The number of decisions, REFUSED or FULL.
    """
    if not agent_may(z, what, a):
        return REFUSED
    if not has_room(z):
        return FULL
    if what == Command.LOG_IN:
        log_in(z, now, a, reason)
    elif what == Command.LOG_OUT:
        log_out(z, now, a, reason)
    elif what == Command.READY:
        ready(z, now, a)
    elif what == Command.NOT_READY:
        not_ready(z, now, a, reason)
    else:
        wrapped_up(z, now, a)
    return int(desk(z, 0)["n_decisions"])


@brief_entry
def obey_contact(z: Handle, now: int, what: int, c: int, a: int, wrap_up: int) -> int:
    """Give the router a command about a contact it knows.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    what : int
        ``HANG_UP``, ``ACCEPT`` or ``FINISH``.
    c : int
        Slot of the contact.
    a : int
        Who accepts; NONE for other commands.
    wrap_up : int
        1 when wrap-up follows the finish.

    Returns
    -------
    int
        The number of decisions, REFUSED or FULL.
    """
    if not contact_may(z, what, c, a):
        return REFUSED
    if not has_room(z):
        return FULL
    if what == Command.HANG_UP:
        hang_up(z, now, c)
    elif what == Command.ACCEPT:
        accept(z, now, c)
    else:
        finish(z, now, c, wrap_up)
    return int(desk(z, 0)["n_decisions"])


@brief_entry
def obey_offer(z: Handle, now: int, k: int, tier: int, key: int, waited: int, priority: int) -> int:
    """Give the router a new contact.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    k, tier : int
        Category and tier.
    key : int
        What random policies hash.
    waited : int
        How long it counts as having waited already [us].
    priority : int
        Its own, or -OWN_PRIORITY for that of its line.

    Returns
    -------
    int
        The slot it was given, or FULL; an offer is answered by exactly one decision.
    """
    if not has_room(z):
        return FULL
    c = take_slot(z)
    subject = contact(z, c)
    subject["category"] = k
    subject["tier"] = tier
    subject["key"] = key
    subject["serial"] = desk(z, 0)["offers"]
    subject["priority"] = max(priority + OWN_PRIORITY, 0)
    offer(z, now, c, waited)
    return c


@kernel
def stale(z: Handle) -> bool:
    """Say whether the first timer's offer was accepted, rescinded or withdrawn meanwhile."""
    first = event(z, 0)
    subject = contact(z, first["subject"])
    return bool(
        subject["state"] != ContactState.OFFERED
        or subject["number"] != first["a"]
        or subject["offers"] != first["b"]
    )


@brief_entry
def next_timer(z: Handle) -> int:
    """Return when the router next has something to do by itself [us], NEVER when it has not."""
    while desk(z, 0)["n_events"] > 0 and stale(z):
        pop(z)
    return int(event(z, 0)["time"]) if desk(z, 0)["n_events"] > 0 else NEVER


@brief_entry
def tick(z: Handle, now: int) -> int:
    """Let the first offer that is due lapse; return the number of decisions, FULL, or NONE when nothing is due."""
    while desk(z, 0)["n_events"] > 0 and stale(z):
        pop(z)
    if desk(z, 0)["n_events"] == 0 or event(z, 0)["time"] > now:
        return NONE
    if not has_room(z):
        return FULL
    lapse(z, now, event(z, pop(z))["subject"])
    return int(desk(z, 0)["n_decisions"])
