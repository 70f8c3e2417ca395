"""Agents who are ready, a list a group, the longest idle first.

A group's list is ordered by (idle since, agent); agents become ready in time order, so that an agent almost always
goes to the end. A bit set tells which groups have anybody ready. This file must not know what the agents are for.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined
from acd.core.tables import NONE, Handle, agent, idle_groups, kin, member, pool, rules


@inlined
def pool_add(z: Handle, a: int) -> None:
    """Put agent ``a`` among the ready ones of the group, by ``idle_since`` and index."""
    me = agent(z, a)
    g = member(z, a)["group"]
    ready = pool(z, g)
    before = ready["tail"]
    since = me["idle_since"]
    while before != NONE:
        other = agent(z, before)
        if other["idle_since"] < since or (other["idle_since"] == since and before < a):
            break
        before = other["previous"]
    after = ready["head"] if before == NONE else agent(z, before)["next"]
    me["previous"] = before
    me["next"] = after
    if before == NONE:
        ready["head"] = a
        ready["since"] = since
    else:
        agent(z, before)["next"] = a
    if after == NONE:
        ready["tail"] = a
    else:
        agent(z, after)["previous"] = a
    idle_groups(z, g >> 5)["bits"] |= 1 << (g & 31)


@cold
def ready_up_to(z: Handle, g: int, most: int) -> int:
    """Return how many agents of group ``g`` are ready, counted no further than ``most``."""
    n = 0
    a = pool(z, g)["head"]
    while a != NONE and n < most:
        n += 1
        a = agent(z, a)["next"]
    return n


@cold
def kin_up_to(z: Handle, g: int, most: int) -> int:
    """Return the same, with agents of the group who have skills or authority of their own."""
    home = kin(z, g)["home"]
    n = 0
    for other in range(rules(z, 0)["n_groups"]):
        if kin(z, other)["home"] == home:
            n += ready_up_to(z, other, most - n)
    return int(n)


@inlined
def pool_remove(z: Handle, a: int) -> None:
    """Take agent ``a`` out of the ready ones."""
    me = agent(z, a)
    g = member(z, a)["group"]
    ready = pool(z, g)
    before = me["previous"]
    after = me["next"]
    if before == NONE:
        ready["head"] = after
    else:
        agent(z, before)["next"] = after
    if after == NONE:
        ready["tail"] = before
    else:
        agent(z, after)["previous"] = before
    if before == NONE:
        if after == NONE:
            idle_groups(z, g >> 5)["bits"] &= ~(1 << (g & 31))
        else:
            ready["since"] = agent(z, after)["idle_since"]
