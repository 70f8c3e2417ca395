"""The rules change while contacts wait: whoever waits and whoever is ready are matched again by the new ones.

Between `lift` and `put_back` whoever gives the command writes the new rules into the tables. First all waiting
contacts leave their lines and all ready agents their lists, by the old rules; then they go back, by the new ones, with
their places and ``idle_since`` untouched. What is bound stays. An offer to an agent who may not serve the contact any
more is taken back, and a hold for such an agent ends: the contact is at its old place, for anybody. Then as long as
some ready agent would take a contact that waits: the one idle longest of those agents (of equals the first) names the
contact, by the contact rule, and the contact goes to whom the agent rule names for it.

A part of the router; how the rules are made is `acd.build.changes`' affair.
"""

from __future__ import annotations

from acd.core._compile import brief_entry, cold, kernel
from acd.core.bits import lowest_bit
from acd.core.choose_contact import choose_contact, pick
from acd.core.codes import AgentState, Command, ContactState, Decision, DecisionReason
from acd.core.hands import drop
from acd.core.holds import (
    allowed,
    best_wanted,
    can_be_had,
    first_wanted,
    hold_for,
    into_line,
    let_loose,
    still_wanted,
)
from acd.core.lines import TOP_PRIORITY, line_join, line_leave, pack_order, place_of
from acd.core.notes import begin
from acd.core.peers import meet
from acd.core.phones import contact_of, delist, put_away, unplug
from acd.core.placing import choose_now
from acd.core.plans import priority_of, step_priority, time_step
from acd.core.pool import pool_add, pool_remove
from acd.core.record import decide
from acd.core.ringing import fill_up
from acd.core.shared import join_hands
from acd.core.standing import settle
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    desk,
    full_lines,
    grip,
    hand,
    hold,
    member,
    patron,
    phone,
    queue,
    rules,
    stance,
)
from acd.core.whom import FIRST_GROUP, list_of


@kernel
def is_pooled(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` is among the ready."""
    if rules(z, 0)["shared"]:
        return bool(hand(z, a)["pooled"])
    return bool(agent(z, a)["state"] == AgentState.READY)


@kernel
def is_waiting(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` has a place in line: it waits, or rings and may wait again."""
    state = contact(z, c)["state"]
    return bool(state == ContactState.QUEUED or state == ContactState.HELD or state == ContactState.OFFERED)


@kernel
def is_phone(z: Handle, c: int) -> bool:
    """Say whether a slot stands for an offer of another contact."""
    return bool(rules(z, 0)["rounds"] and phone(z, c)["of"] != NONE)


@cold
def urgency_of(z: Handle, c: int) -> int:
    """Return the priority by which contact ``c`` is ordered, with what the present step of its plan adds."""
    priority = priority_of(z, c, int(grip(z, c)["own"]))
    if not rules(z, 0)["planned"]:
        return int(priority)
    me = stance(z, c)
    me["priority"] = priority
    me["more"] = step_priority(z, c)
    return int(min(max(priority + me["more"], -TOP_PRIORITY), TOP_PRIORITY))


@brief_entry
def begin_change(z: Handle, now: int, value: int) -> int:
    """Begin the command, in a router alone; parameters and result as for `lift`."""
    return lift(z, now, value)


@brief_entry
def end_change(z: Handle, first: int) -> int:
    """Go on with the command by the new rules, in a router alone.

    Parameters
    ----------
    z : Handle
    first : int
        What `begin_change` returned.

    Returns
    -------
    int
        The number of decisions; whoever calls has made room for as many as wait and are offered.
    """
    put_back(z, first)
    take_back(z)
    while match_next(z) != NONE:
        pass
    if rules(z, 0)["rounds"]:
        fill_up(z, 0)
    if rules(z, 0)["choosy"]:
        meet(z)
    return int(desk(z, 0)["n_decisions"])


@brief_entry
def end_quietly(z: Handle, first: int) -> int:
    """Go on by rules that are the same for everybody who is there; parameter as for `end_change`; return 0."""
    put_back(z, first)
    return 0


@cold
def lift(z: Handle, now: int, value: int) -> int:
    """Take everybody out of lines and lists, by the rules that end.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    value : int
        Which change it is, for the log.

    Returns
    -------
    int
        The first of the contacts that were in lines, or NONE; they are chained in the order of lines and places.
    """
    begin(z, now, Command.CHANGE, NONE, NONE, value)
    for a in range(rules(z, 0)["n_agents"]):
        if is_pooled(z, a):
            pool_remove(z, a)
    for c in range(desk(z, 0)["used_contacts"]):
        if is_waiting(z, c) and not is_phone(z, c):
            contact(z, c)["order"] = place_of(z, c)
    head = NONE
    tail = NONE
    for w in range(rules(z, 0)["line_words"]):
        while full_lines(z, w)["bits"] != 0:
            c = queue(z, (w << 5) + lowest_bit(full_lines(z, w)["bits"]))["head"]
            line_leave(z, c)
            contact(z, c)["next"] = NONE
            if tail == NONE:
                head = c
            else:
                contact(z, tail)["next"] = c
            tail = c
    return int(head)


@cold
def put_back(z: Handle, first: int) -> None:
    """Put everybody into lines and lists, by the new rules."""
    for a in range(rules(z, 0)["n_agents"]):
        if is_pooled(z, a):
            pool_add(z, a)
    for c in range(desk(z, 0)["used_contacts"]):
        if is_waiting(z, c) and not is_phone(z, c):
            contact(z, c)["order"] = pack_order(z, urgency_of(z, c), contact(z, c)["order"])
    c = first
    while c != NONE:
        after = contact(z, c)["next"]
        line_join(z, c)
        c = after


@cold
def take_back(z: Handle) -> None:
    """Take back what the new rules do not allow: offers and holds, agent by agent, then group by group."""
    for a in range(rules(z, 0)["n_agents"]):
        if rules(z, 0)["shared"]:
            take_back_offers(z, a)
        if rules(z, 0)["relations"]:
            take_back_holds(z, list_of(z, a))
    if rules(z, 0)["relations"]:
        for g in range(rules(z, 0)["n_homes"]):
            take_back_holds(z, list_of(z, FIRST_GROUP - g))


@cold
def take_back_offers(z: Handle, a: int) -> None:
    """Take back what rings at agent ``a``, who may not serve it any more; nothing happened to the agent."""
    found = 0
    c = agent(z, a)["contact"]
    while c != NONE:
        after = contact(z, c)["next"]
        if contact(z, c)["state"] == ContactState.OFFERED and not allowed(z, contact_of(z, c), a):
            found += 1
            take_back_offer(z, c, a)
        c = after
    if found > 0:
        settle(z, a)


@kernel
def take_back_offer(z: Handle, p: int, a: int) -> None:
    """Take back an offer to agent ``a``; the contact rings on elsewhere, or is at its old place."""
    c = contact_of(z, p)
    decide(z, Decision.RESCINDED, c, a, DecisionReason.RULES_CHANGED, NONE)
    if rules(z, 0)["rounds"]:
        unplug(z, p)
        put_away(z, p)
        if phone(z, c)["ringing"] > 0:
            return
        delist(z, c)
    else:
        hand(z, a)["offered"] -= 1
        drop(z, c, a)
    contact(z, c)["agent"] = NONE
    decide(z, Decision.REQUEUED, c, NONE, DecisionReason.RULES_CHANGED, NONE)
    if rules(z, 0)["relations"] and still_wanted(z, c):
        hold_for(z, c)
    else:
        line_join(z, c)
    if rules(z, 0)["planned"]:
        time_step(z, c)


@cold
def take_back_holds(z: Handle, row: int) -> None:
    """End the holds of list ``row`` for which there is nobody any more."""
    c = patron(z, row)["head"]
    while c != NONE:
        after = hold(z, c)["next"]
        if not can_be_had(z, c):
            hold(z, c)["longest"] = NONE
            decide(z, Decision.REQUEUED, c, NONE, DecisionReason.RULES_CHANGED, NONE)
            into_line(z, c)
        c = after


@cold
def match_next(z: Handle) -> int:
    """Give one waiting contact to a ready agent; return it, NONE when no two are left that might be joined."""
    best = NONE
    found = NONE
    if desk(z, 0)["waiting"] == 0:
        return NONE
    for a in range(rules(z, 0)["n_agents"]):
        if not is_pooled(z, a):
            continue
        if best != NONE and agent(z, a)["idle_since"] >= agent(z, best)["idle_since"]:
            continue
        c = would_take(z, a)
        if c != NONE:
            best = a
            found = c
    if best == NONE:
        return NONE
    if contact(z, found)["state"] == ContactState.HELD:
        named = best_wanted(z, found)
        let_loose(z, found)
    else:
        named = choose_now(z, found)
        line_leave(z, found)
    best = best if named == NONE else named
    join_hands(z, found, best)
    return int(found)


@cold
def would_take(z: Handle, a: int) -> int:
    """Return the waiting contact that agent ``a``, one of the ready, would take if free only now, or NONE."""
    apart = rules(z, 0)["reserve"]
    if apart:
        pool_remove(z, a)  # who is free only now does not count among those who are kept ready
    shared = rules(z, 0)["shared"]
    c = pick(z, a) if shared else choose_contact(z, int(member(z, a)["group"]))
    if rules(z, 0)["relations"]:
        c = first_wanted(z, a, c)
    if apart:
        pool_add(z, a)
    return int(c)
