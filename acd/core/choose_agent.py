"""Answer the first routing question: a contact is here, which agent is it for.

Candidates are the ready agents of every group that may serve the contact's category. They are compared by the keys
of the routing rule in order; what is left is settled by the longest idle, then by the smaller index. Keys that
belong to a group (its order, its skills) are ranks made beforehand: ``before`` the first key of the agent's own,
and ``after`` it. With longest idle as the only key of the agent's own, each group's first ready agent is its best,
and the groups are compared by them. With any other key (``scan``) candidates are compared key by key (`ranking`): of
each group the best by the agents' own keys where these stay as they are while an agent is ready (``within``: the
longest idle, or the first of the group's tree), else every ready agent.

This file must not know how long anything lasts, nor draw.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.agent_trees import first_in_tree
from acd.core.bits import lowest_bit
from acd.core.hands import can_take
from acd.core.key_codes import Within
from acd.core.plans import view_of
from acd.core.ranking import key_value, scan_first
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    category_groups,
    contact,
    idle_groups,
    pool,
    preference,
    route,
    rules,
    turn,
)
from acd.core.thresholds import is_open, leaves_enough

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
    """Return the agent whom contact ``c`` goes to when all keys have to be compared, or NONE."""
    words = rules(z, 0)["group_words"]
    best = NONE
    for w in range(words):
        bits = idle_groups(z, w)["bits"] & category_groups(z, category * words + w)["bits"]
        while bits != 0:
            g = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if rules(z, 0)["reserve"] and not is_open(z, contact(z, c)["category"], g):
                continue
            best = scan_group(z, c, g, best)
    return int(best)


@kernel
def scan_group(z: Handle, c: int, g: int, best: int) -> int:
    """Return the better of ``best`` and the best ready agent of group ``g``, all keys looked at."""
    within = rules(z, 0)["within"]
    if within == Within.EVERYBODY or rules(z, 0)["choosy"]:
        return scan_everybody(z, c, g, best)
    a = int(
        first_in_tree(z, g, turn(z, contact(z, c)["category"])["last"])
        if within == Within.TREE
        else pool(z, g)["head"]
    )
    return a if best == NONE or scan_first(z, c, a, best) else best


@kernel
def scan_everybody(z: Handle, c: int, g: int, best: int) -> int:
    """Return the better of ``best`` and the best ready agent of group ``g``, every one looked at.

    The value of the best one's first key is kept, so that most candidates cost one value each.
    """
    differ = rules(z, 0)["mixed"] or rules(z, 0)["choosy"]
    kept = rules(z, 0)["mixed"] and rules(z, 0)["reserve"]
    k = contact(z, c)["category"]
    what = preference(z, 0)["key"]
    lowest = 0.0 if best == NONE else key_value(z, what, c, best)
    a = pool(z, g)["head"]
    while a != NONE:
        fitting = not differ or can_take(z, a, k)
        if kept and fitting:
            fitting = leaves_enough(z, int(k), g, int(a))
        if fitting:
            value = key_value(z, what, c, a)
            if best == NONE or value < lowest or (value == lowest and scan_first(z, c, a, best)):
                best = a
                lowest = value
        a = agent(z, a)["next"]
    return int(best)
