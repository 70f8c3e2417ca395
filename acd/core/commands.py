"""Commands from outside a simulation: checked against the state first, then given to the router.

A command that makes no sense in the present state changes nothing and is answered with REFUSED; whoever gave it knows
the state and can say why. One for which a table may be too small changes nothing and is answered with FULL; whoever
gave it enlarges the tables and gives it again. Inside a simulation the world gives the same commands to the router
without these checks.
"""

from __future__ import annotations

from acd.core._compile import brief_entry, cold, kernel
from acd.core.answers import accept, hang_up, lapse, reject
from acd.core.calendar import pop
from acd.core.channels import set_channel
from acd.core.codes import AgentState, Command, ContactState, Pending, Timer
from acd.core.hands import wrapped_by
from acd.core.holds import is_held
from acd.core.lines import OWN_PRIORITY, take_slot
from acd.core.peers import alone, asker_of, finish_peer, hang_up_peer, meet
from acd.core.phones import offer_at
from acd.core.plans import is_due
from acd.core.preferred import hold_over
from acd.core.rounds import offer_again, ring_more, still_barred, still_rings
from acd.core.router import finish, log_in, log_out, not_ready, offer, ready
from acd.core.shared import ready_for, wrapped_held
from acd.core.stepping import begin_step
from acd.core.tables import (
    NEVER,
    NONE,
    Handle,
    agent,
    bar,
    capacity,
    contact,
    desk,
    duty,
    event,
    grip,
    hand,
    line,
    rules,
)
from acd.core.whom import wants_nobody

REFUSED = -1
"""Answer to a command that makes no sense."""
FULL = -2
"""Answer to a command that may find no room."""


@kernel
def has_room(z: Handle) -> bool:
    """Say whether any one command finds room for a contact and for the timers of its offers."""
    table = desk(z, 0)
    limits = capacity(z, 0)
    if table["in_system"] + 1 >= limits["contacts"] or table["n_events"] >= limits["events"]:
        return False
    return not rules(z, 0)["thresholds"] or room_to_match(z)


@cold
def room_to_match(z: Handle) -> bool:
    """Say whether there is room for all who wait to be offered at one command: where groups have thresholds."""
    table = desk(z, 0)
    limits = capacity(z, 0)
    more = table["waiting"] + 1
    return bool(more < limits["decisions"] and table["n_events"] + 2 * more < limits["events"])


@kernel
def agent_may(z: Handle, what: int, a: int, value: int) -> bool:
    """Say whether a command about agent ``a`` makes sense now; value as for `obey_agent`."""
    me = agent(z, a)
    state = me["state"]
    if what == Command.LOG_IN:
        return bool(state == AgentState.OFF)
    if what == Command.READY:
        changes = me["pending"] != Pending.NOTHING or value != bar(z, a)["channels"]
        return bool(state == AgentState.NOT_READY or (state != AgentState.OFF and changes))
    if what == Command.WRAPPED_UP:
        if value == NONE:
            return bool(hand(z, a)["wrapping"] == 1)
        return bool(contact(z, value)["state"] == ContactState.WRAPPING and contact(z, value)["agent"] == a)
    return bool(state != AgentState.OFF)


@kernel
def contact_may(z: Handle, what: int, c: int, a: int) -> bool:
    """Say whether a command about the contact in slot ``c`` makes sense now."""
    state = contact(z, c)["state"]
    if what == Command.HANG_UP:
        return bool(
            state == ContactState.QUEUED or state == ContactState.HELD or state == ContactState.OFFERED
        )
    if what == Command.ACCEPT or what == Command.LAPSE:
        return bool(state == ContactState.OFFERED and offer_at(z, c, a) != NONE)
    return bool(state == ContactState.BOUND)


@brief_entry
def obey_agent(z: Handle, now: int, what: int, a: int, value: int) -> int:
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
    value : int
        Of ``READY`` the channels that the agent does not take, a bit set; of ``WRAPPED_UP`` the contact, NONE for the
        only one; of others the reason for the log.

    Returns
    -------
    int
        The number of decisions, REFUSED or FULL.
    """
    if not agent_may(z, what, a, value):
        return REFUSED
    if not has_room(z):
        return FULL
    if what == Command.LOG_IN:
        log_in(z, now, a, value)
    elif what == Command.LOG_OUT:
        log_out(z, now, a, value)
    elif what == Command.READY:
        if rules(z, 0)["choosy"]:
            ready_for(z, now, a, value)
        else:
            ready(z, now, a)
    elif what == Command.NOT_READY:
        not_ready(z, now, a, value)
    else:
        wrapped_held(z, now, wrapped_by(z, a) if value == NONE else value)
    if rules(z, 0)["choosy"]:
        meet(z)
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
        ``HANG_UP``, ``ACCEPT``, ``FINISH``, or ``LAPSE`` when the agent rejects it.
    c : int
        Slot of the contact.
    a : int
        Who accepts or rejects; NONE for other commands.
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
    apart = not rules(z, 0)["choosy"] or alone(z, c)
    if what == Command.HANG_UP:
        if apart:
            hang_up(z, now, c)
        else:
            hang_up_peer(z, now, c)
    elif what == Command.ACCEPT:
        accept(z, now, offer_at(z, c, a))
    elif what == Command.LAPSE:
        reject(z, now, offer_at(z, c, a))
    elif apart:
        finish(z, now, c, wrap_up)
    else:
        finish_peer(z, now, c, wrap_up)
    if rules(z, 0)["choosy"]:
        meet(z)
    return int(desk(z, 0)["n_decisions"])


@brief_entry
def obey_channel(z: Handle, now: int, g: int, ch: int, on: int) -> int:
    """Let a group's agents take contacts of a channel, or no more.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    g, ch : int
        Group and channel.
    on : int
        1 when they take them from now.

    Returns
    -------
    int
        The number of decisions, or REFUSED; whoever calls has made room for as many as wait.
    """
    if duty(z, g * rules(z, 0)["n_channels"] + ch)["off"] != on:
        return REFUSED
    set_channel(z, now, g, ch, on)
    if rules(z, 0)["choosy"]:
        meet(z)
    return int(desk(z, 0)["n_decisions"])


@kernel
def slot_for(z: Handle, k: int, tier: int, key: int) -> int:
    """Return a slot for a contact that comes in, its row filled, or FULL; parameters as for `obey_offer`."""
    if not has_room(z):
        return FULL
    c = take_slot(z)
    subject = contact(z, c)
    subject["category"] = line(z, k * rules(z, 0)["n_tiers"] + tier)["category"]
    grip(z, c)["view"] = k
    subject["tier"] = tier
    subject["key"] = key
    subject["serial"] = desk(z, 0)["offers"]
    if rules(z, 0)["relations"]:
        wants_nobody(z, c)
    return int(c)


@brief_entry
def obey_offer(z: Handle, now: int, k: int, tier: int, key: int, waited: int, priority: int) -> int:
    """Give the router a new contact.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    k, tier : int
        Category, or the view of one that stands for what the contact requires itself, and tier.
    key : int
        What random policies hash.
    waited : int
        How long it counts as having waited already [us].
    priority : int
        Its own, or -OWN_PRIORITY for that of its line.

    Returns
    -------
    int
        The slot it was given, or FULL; the last decision is about it, and the only one without thresholds.
    """
    c = slot_for(z, k, tier, key)
    if c == FULL:
        return FULL
    offer(z, now, c, waited, max(priority + OWN_PRIORITY, 0))
    if rules(z, 0)["thresholds"]:
        meet(z)
    return c


@kernel
def stale(z: Handle) -> bool:
    """Say whether what the first timer is to end has ended already, an offer or a hold, or its step is not to begin."""
    first = event(z, 0)
    if first["what"] == Timer.HOLD_ENDS:
        return not is_held(z, first["subject"], first["a"])
    if first["what"] == Timer.RING_MORE:
        return not still_rings(z, first["subject"], first["a"], first["b"])
    if first["what"] == Timer.OFFER_AGAIN:
        return not still_barred(z, 0)
    if first["what"] == Timer.STEP_BEGINS:
        return not is_due(z, 0)
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
    """Let the first offer lapse, hold end or step begin that is due; return the decisions' number, FULL, or NONE."""
    while desk(z, 0)["n_events"] > 0 and stale(z):
        pop(z)
    if desk(z, 0)["n_events"] == 0 or event(z, 0)["time"] > now:
        return NONE
    if not has_room(z):
        return FULL
    first = pop(z)
    what = event(z, first)["what"]
    if what == Timer.HOLD_ENDS:
        hold_over(z, now, event(z, first)["subject"])
    elif what == Timer.RING_MORE:
        ring_more(z, now, event(z, first)["subject"])
    elif what == Timer.OFFER_AGAIN:
        offer_again(z, now, event(z, first)["subject"])
    elif what == Timer.STEP_BEGINS:
        c = int(event(z, first)["subject"])
        begin_step(z, now, c, 1 if asker_of(z, c) == NONE else 0)
    else:
        lapse(z, now, event(z, first)["subject"])
    if rules(z, 0)["choosy"]:
        meet(z)
    return int(desk(z, 0)["n_decisions"])
