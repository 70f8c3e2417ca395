"""Answer the first routing question: a contact is here, which agent is it for.

Candidates are the ready agents of every group that may serve the contact's category. They are compared by the keys
of the routing rule in order; what is left is settled by the longest idle, then by the smaller index. Keys that
belong to a group (its order, its skills) are ranks made beforehand: ``before`` the first key of the agent's own,
and ``after`` it. With longest idle as the only key of the agent's own, each group's first ready agent is its best,
and the groups are compared by them; any other key needs a look at every candidate (``scan``), and so does a category
that leaves some of a group's ready agents to others (``reserve``).

This file must not know how long anything lasts, nor draw.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.bits import lowest_bit
from acd.core.codes import AgentKey
from acd.core.hands import can_take
from acd.core.kin import home_of
from acd.core.lines import view_of
from acd.core.philox import routing_hash
from acd.core.reserves import spares
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    category_groups,
    contact,
    desk,
    hand,
    idle_groups,
    member,
    pool,
    route,
    rules,
)

SINCE_BITS = 49
"""Bits of the moment since which an agent is idle, 17 years [us]; the group's rank stands above them."""
MOST_GROUPS = 1 << 62 - SINCE_BITS
NOBODY = (1 << 63) - 1
"""Above every rank and moment."""


@inlined
def choose_agent(z: Handle, c: int) -> int:
    """Return the agent whom contact ``c`` goes to, or NONE when nobody ready may serve it."""
    rule = rules(z, 0)
    category = contact(z, c)["category"]
    if rule["viewed"]:
        category = view_of(z, c)
    if rule["scan"]:
        return scan_groups(z, c, category)
    words = rule["group_words"]
    groups = rule["n_groups"]
    best = NONE
    lowest = NOBODY
    tied = 0
    for w in range(words):
        bits = idle_groups(z, w)["bits"] & category_groups(z, category * words + w)["bits"]
        while bits != 0:
            g = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            packed = pool(z, g)["since"]
            if rule["ranked"]:
                packed += route(z, category * groups + g)["before"] << SINCE_BITS
            # written so that each compiles to a choice, not to a jump: nobody can guess who wins
            tied = 1 if packed == lowest else (0 if packed < lowest else tied)
            best = g if packed < lowest else best
            lowest = min(packed, lowest)
    if tied:
        best = first_of_equals(z, category, lowest)
    return NONE if best == NONE else int(pool(z, best)["head"])


@cold
def first_of_equals(z: Handle, category: int, lowest: int) -> int:
    """Return the group of the agent who is chosen among those equal in what is compared first and in idle time."""
    words = rules(z, 0)["group_words"]
    groups = rules(z, 0)["n_groups"]
    best = NONE
    for w in range(words):
        bits = idle_groups(z, w)["bits"] & category_groups(z, category * words + w)["bits"]
        while bits != 0:
            g = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            own = route(z, category * groups + g)
            if (own["before"] << SINCE_BITS) + pool(z, g)["since"] != lowest:
                continue
            if best == NONE or own["after"] < route(z, category * groups + best)["after"]:
                best = g
            elif own["after"] == route(z, category * groups + best)["after"]:
                # in a live system an agent may change group, so that a later group's agent may be the earlier one
                best = g if pool(z, g)["head"] < pool(z, best)["head"] else best
    return int(best)


@cold
def scan_groups(z: Handle, c: int, category: int) -> int:
    """Return the agent whom contact ``c`` goes to when every candidate has to be looked at, or NONE."""
    words = rules(z, 0)["group_words"]
    best = NONE
    for w in range(words):
        bits = idle_groups(z, w)["bits"] & category_groups(z, category * words + w)["bits"]
        while bits != 0:
            g = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if rules(z, 0)["reserve"] and not spares(z, contact(z, c)["category"], g, 1):
                continue
            best = scan_group(z, c, g, best)
    return int(best)


@kernel
def scan_group(z: Handle, c: int, g: int, best: int) -> int:
    """Return the better of ``best`` and the best ready agent of group ``g``, all keys looked at."""
    differ = rules(z, 0)["mixed"] or rules(z, 0)["choosy"]
    k = contact(z, c)["category"]
    a = pool(z, g)["head"]
    while a != NONE:
        fitting = not differ or can_take(z, a, k)
        if fitting and (best == NONE or scan_first(z, c, a, best)):
            best = a
        a = agent(z, a)["next"]
    return int(best)


@kernel
def scan_first(z: Handle, c: int, a: int, b: int) -> bool:
    """Say whether agent ``a`` is chosen before ``b`` for contact ``c``, key by key."""
    rule = rules(z, 0)
    for k in range(rule["n_keys"]):
        what = rule["key0"]
        if k == 1:
            what = rule["key1"]
        elif k == 2:
            what = rule["key2"]
        elif k == 3:
            what = rule["key3"]
        elif k == 4:
            what = rule["key4"]
        elif k == 5:
            what = rule["key5"]
        elif k == 6:
            what = rule["key6"]
        va = key_value(z, what, c, a)
        vb = key_value(z, what, c, b)
        if va != vb:
            return bool(va < vb)
    ia = agent(z, a)["idle_since"]
    ib = agent(z, b)["idle_since"]
    if ia != ib:
        return bool(ia < ib)
    return a < b


@kernel
def key_value(z: Handle, what: int, c: int, a: int) -> float:
    """Return the value of one key for an agent; the smallest is chosen."""
    g = member(z, a)["group"]
    subject = contact(z, c)
    if what == AgentKey.LONGEST_IDLE or what == AgentKey.LEAST_IN_HAND:
        return float(agent(z, a)["idle_since"] if what == AgentKey.LONGEST_IDLE else hand(z, a)["units"])
    if what == AgentKey.GROUP_ORDER:
        return float(home_of(z, a))
    if what == AgentKey.LEAST_OCCUPIED:
        return occupancy(z, a)
    if what == AgentKey.RANDOM:
        table = desk(z, 0)
        return routing_hash(table["seed0"], table["seed1"], subject["key"], subject["offers"], a)
    view = subject["category"]
    if rules(z, 0)["viewed"]:
        view = view_of(z, c)
    skill = float(route(z, view * rules(z, 0)["n_groups"] + g)["skill"])
    if what == AgentKey.HIGHEST_SKILL:
        return -skill
    return skill


@kernel
def occupancy(z: Handle, a: int) -> float:
    """Return the share of agent ``a``'s available time since log-in that went into contacts and wrap-up."""
    me = agent(z, a)
    available = me["available"] + desk(z, 0)["now"] - me["since"]
    if available <= 0:
        return 0.0
    return float(me["worked"]) / float(available)
