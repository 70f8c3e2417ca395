"""A contact rings at one agent or at several: who they are, and who joins them.

A *round* begins when a contact that rings nowhere goes to an agent: it rings there, and at the next best of the ready
agents, as many as its category wants (``ring``); then, where the rule says so, at one more every so often. Whenever
fewer phones ring than are wanted, an agent who can take the contact joins at once; but whoever becomes ready takes what
waits first. Where a contact has found somebody whom it wants, it rings there only. An agent who answers at once gets a
contact alone, and joins nobody. Nobody is rung who has no room; ringing takes as much of it as the contact would.

Looking for who joins is linear in the contacts that ring, and for more phones in the agents who are passed over.
This file must not know what becomes of an offer.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.agent_keys import take_turn
from acd.core.calendar import push
from acd.core.choose_agent import choose_agent
from acd.core.choose_contact import comes_first
from acd.core.codes import ContactState, Decision, DecisionReason, Rank, Timer
from acd.core.hands import can_take
from acd.core.holds import allowed
from acd.core.offered import may_ring
from acd.core.phones import AFTER_OFFERS, enlist, plug_in
from acd.core.pool import pool_add
from acd.core.record import decide
from acd.core.standing import leave_pool, settle
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    desk,
    event,
    hand,
    hold,
    member,
    phone,
    ring,
    rules,
    seat,
)
from acd.core.thresholds import may_take
from acd.core.whom import is_wanted


@kernel
def answers_at_once(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` is bound to a contact at once, without ringing."""
    return bool(rules(z, 0)["auto_accept"] and not seat(z, member(z, a)["group"])["rings"])


@cold
def choose_some(z: Handle, c: int, most: int, joining: int) -> int:
    """Take the best ready agents whom contact ``c`` may be offered to, ``most`` at most, from among the ready.

    Parameters
    ----------
    z : Handle
    c : int
        The contact.
    most : int
        How many.
    joining : int
        1 when they join others, so that whoever answers at once is left out.

    Returns
    -------
    int
        The first, or NONE; each other one is ``next`` of the one before.
    """
    first = NONE
    last = NONE
    aside = NONE
    n = 0
    while n < most:
        a = choose_agent(z, c)
        if a == NONE:
            break
        leave_pool(z, a)
        if may_ring(z, c, a) and not (joining and answers_at_once(z, a)):
            agent(z, a)["next"] = NONE
            if first == NONE:
                first = a
            else:
                agent(z, last)["next"] = a
            last = a
            n += 1
        else:
            agent(z, a)["next"] = aside
            aside = a
    put_back(z, aside)
    return int(first)


@cold
def put_back(z: Handle, a: int) -> None:
    """Put agent ``a`` and all behind back among the ready; nothing has happened to them."""
    while a != NONE:
        after = agent(z, a)["next"]
        hand(z, a)["pooled"] = 1
        pool_add(z, a)
        a = after


@cold
def choose_again(z: Handle, c: int) -> int:
    """Return the ready agent whom contact ``c``, which may have been offered before, goes to, or NONE."""
    a = choose_some(z, c, 1, 0)
    put_back(z, a)
    return a


@cold
def first_to_place(z: Handle, c: int) -> int:
    """Return the first for whom an agent is ready of the waiting contact ``c`` and those behind it, or NONE."""
    while c != NONE and choose_again(z, c) == NONE:
        c = contact(z, c)["next"]
    return int(c)


@cold
def ring_at(z: Handle, c: int, a: int) -> None:
    """Contact ``c`` rings at agent ``a``, too."""
    contact(z, c)["offers"] += 1
    if rules(z, 0)["counted"]:
        take_turn(z, c, a)
    p = plug_in(z, c, a)
    own = seat(z, member(z, a)["group"])
    timeout = own["timeout"] if own["rings"] else rules(z, 0)["offer_timeout"]
    due = NONE
    if timeout >= 0:
        due = int(desk(z, 0)["now"] + timeout)
        row = push(z, due, Rank.TIMER, contact(z, p)["number"], Timer.OFFER_LAPSES, p)
        event(z, row)["a"] = contact(z, p)["number"]
        event(z, row)["b"] = contact(z, p)["offers"]
    decide(z, Decision.OFFERED, c, a, DecisionReason.NONE, due)


@cold
def ring_each(z: Handle, c: int, first: int) -> None:
    """Contact ``c`` rings at agent ``first`` and all behind, who have been taken from among the ready."""
    a = first
    while a != NONE:
        after = agent(z, a)["next"]
        ring_at(z, c, a)
        settle(z, a)
        a = after


@cold
def begin_round(z: Handle, c: int, a: int) -> None:
    """Contact ``c``, which stands in no list, rings at agent ``a``, taken from among the ready, and at others."""
    me = phone(z, c)
    rule = ring(z, contact(z, c)["category"])
    alone = bool(rules(z, 0)["relations"] and is_wanted(z, hold(z, c)["wanted"], a))
    contact(z, c)["state"] = ContactState.OFFERED
    contact(z, c)["agent"] = NONE
    me["ringing"] = 0
    me["wanted"] = 1 if alone else rule["agents"]
    me["round"] = contact(z, c)["offers"]
    enlist(z, c)
    others = choose_some(z, c, int(me["wanted"]) - 1, 1)
    ring_at(z, c, a)
    ring_each(z, c, others)
    if not alone:
        time_more(z, c)


@cold
def fill(z: Handle, c: int) -> None:
    """Let the ringing contact ``c`` ring at as many agents as it wants, if so many are ready."""
    ring_each(z, c, choose_some(z, c, int(phone(z, c)["wanted"] - phone(z, c)["ringing"]), 1))


@cold
def time_more(z: Handle, c: int) -> None:
    """Let one more agent be rung for contact ``c`` after a while, where the rule says so and there may be one."""
    more_after = ring(z, contact(z, c)["category"])["more_after"]
    if more_after == NONE or phone(z, c)["wanted"] >= rules(z, 0)["n_agents"]:
        return
    number = contact(z, c)["number"]
    row = push(z, int(desk(z, 0)["now"] + more_after), Rank.TIMER, AFTER_OFFERS + number, Timer.RING_MORE, c)
    event(z, row)["a"] = number
    event(z, row)["b"] = phone(z, c)["round"]


@cold
def is_open(z: Handle, c: int) -> bool:
    """Say whether the ringing contact ``c`` wants more phones."""
    return bool(phone(z, c)["ringing"] < phone(z, c)["wanted"])


@cold
def may_join(z: Handle, c: int, a: int) -> bool:
    """Say whether agent ``a`` can be rung for the ringing contact ``c``, too."""
    k = contact(z, c)["category"]
    if not is_open(z, c) or not allowed(z, c, a) or not can_take(z, a, k) or not may_ring(z, c, a):
        return False
    return not rules(z, 0)["reserve"] or may_take(z, int(k), int(member(z, a)["group"]), a)


@cold
def next_ringing(z: Handle, a: int) -> int:
    """Return the ringing contact that agent ``a`` joins next, or NONE."""
    if answers_at_once(z, a):
        return NONE
    best = NONE
    c = desk(z, 0)["ringing"] - 1
    while c != NONE:
        if may_join(z, c, a) and (best == NONE or comes_first(z, member(z, a)["group"], c, best)):
            best = c
        c = phone(z, c)["after"] - 1
    return int(best)


@cold
def join_rounds(z: Handle, a: int) -> None:
    """Let all contacts that want more phones ring at agent ``a``, too, as long as one more fits."""
    c = next_ringing(z, a)
    while c != NONE:
        ring_at(z, c, a)
        c = next_ringing(z, a)


@cold
def fill_up(z: Handle, g: int) -> None:
    """Agents of group ``g`` can take what they could not: let contacts that want more phones ring, the first first."""
    c = first_open(z, g)
    while c != NONE:
        fill(z, c)
        c = first_open(z, g)


@cold
def first_open(z: Handle, g: int) -> int:
    """Return the first of the contacts that want more phones and for which somebody is ready, or NONE."""
    best = NONE
    c = desk(z, 0)["ringing"] - 1
    while c != NONE:
        if is_open(z, c) and (best == NONE or comes_first(z, g, c, best)):
            a = choose_some(z, c, 1, 1)
            put_back(z, a)
            if a != NONE:
                best = c
        c = phone(z, c)["after"] - 1
    return int(best)
